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

{{- /* The same of all variables of two lists of containers. */}}
{{- define "archon-vllm.plainVariablesIn" -}}
{{- $names := list }}
{{- range $containers := rest . }}
{{- range $containers }}
{{- $names = concat $names (include "archon-vllm.plainVariables" (list $ .env) | fromJsonArray) }}
{{- end }}
{{- end }}
{{- toJson $names }}
{{- end }}

{{- /* The paths of a list that are a folder, or in it. */}}
{{- define "archon-vllm.pathsBelow" -}}
{{- $folder := printf "%s/" (index . 1) }}
{{- $found := list }}
{{- range index . 2 }}
{{- if hasPrefix $folder (printf "%s/" .) }}
{{- $found = append $found . }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}
