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

{{- /* Named target ports that neither vLLM nor a container next to it has. */}}
{{- define "lost-target-ports" -}}
{{- $found := list }}
{{- $names := list "http" }}
{{- range index . 2 }}
{{- if eq (.restartPolicy | default "") "Always" }}
{{- range .ports }}
{{- $names = append $names (.name | default "") }}
{{- end }}
{{- end }}
{{- end }}
{{- range index . 3 }}
{{- range .ports }}
{{- $names = append $names (.name | default "") }}
{{- end }}
{{- end }}
{{- range index . 1 }}
{{- if and (kindIs "string" .targetPort) (not (has .targetPort $names)) }}
{{- $found = append $found .targetPort }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}
