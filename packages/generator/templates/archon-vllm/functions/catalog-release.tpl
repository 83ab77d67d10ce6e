{{- /* The newest catalogued vLLM release that is not newer than the given one; an empty map when there is none. */}}
{{- define "archon-vllm.catalog-release" -}}
{{- $found := dict }}
{{- if index . 1 }}
{{- $release := index . 1 }}
{{- range (index . 0).Files.Get "files/releases.json" | fromJsonArray }}
{{- if semverCompare (printf ">=%s" .version) $release }}
{{- $found = . }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}
