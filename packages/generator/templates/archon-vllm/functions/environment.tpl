{{- /* Names of the variables whose value is text in the values. */}}
{{- define "plain-variables" -}}
{{- $names := list }}
{{- range index . 1 }}
{{- if .value }}
{{- $names = append $names .name }}
{{- end }}
{{- end }}
{{- toJson $names }}
{{- end }}
