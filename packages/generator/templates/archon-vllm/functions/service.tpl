{{- /* Names and numbers that a list of ports shares with the port of the API or has twice, and ports without a name. */}}
{{- define "taken-ports" -}}
{{- $found := list }}
{{- $taken := list (index . 2) (printf "%d/TCP" (index . 3)) }}
{{- range index . 1 }}
{{- $name := .name | default "" }}
{{- $number := printf "%d/%s" (int64 .port) (.protocol | default "TCP") }}
{{- if not $name }}
{{- $found = append $found $number }}
{{- else }}
{{- range list $name $number }}
{{- if has . $taken }}
{{- $found = append $found . }}
{{- end }}
{{- end }}
{{- end }}
{{- $taken = append (append $taken $name) $number }}
{{- end }}
{{- toJson $found }}
{{- end }}
