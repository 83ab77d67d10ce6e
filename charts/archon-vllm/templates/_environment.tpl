{{- /* Generated from packages/generator/templates/archon-vllm/functions/environment.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /* Names of the variables whose value is text in the values. */}}
{{- define "archon-vllm.plainVariables" -}}
{{- $names := list }}
{{- range index . 1 }}
{{- if .value }}
{{- $names = append $names .name }}
{{- end }}
{{- end }}
{{- toJson $names }}
{{- end }}
