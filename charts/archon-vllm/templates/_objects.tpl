{{- /* Generated from packages/generator/templates/archon-vllm/functions/objects.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /* An object of the user, written as text: its template tags are filled in, and what comes of it must be objects. */}}
{{- define "archon-vllm.filledObject" -}}
{{- $text := tpl (index . 1) (index . 0) | trim }}
{{- range regexSplit "(?m)^---.*$" $text -1 }}
{{- if trim . }}
{{- $object := fromYaml . }}
{{- if $object.Error }}
{{- fail (printf "\n\nextraObjects: a text is not YAML after its tags were filled in: %s" $object.Error) }}
{{- else if not (and $object.apiVersion $object.kind ($object.metadata).name) }}
{{- fail (printf "\n\nextraObjects: a text needs apiVersion, kind and metadata.name:\n%s" .) }}
{{- end }}
{{- end }}
{{- end }}
{{- $text }}
{{- end }}
