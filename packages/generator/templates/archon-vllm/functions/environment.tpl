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

{{- /* The same of all variables of two lists of containers. */}}
{{- define "plain-variables-in" -}}
{{- $names := list }}
{{- range $containers := rest . }}
{{- range $containers }}
{{- $names = concat $names (include "plain-variables" (list $ .env) | fromJsonArray) }}
{{- end }}
{{- end }}
{{- toJson $names }}
{{- end }}

{{- /* The paths of a list that are a folder, or in it. */}}
{{- define "paths-below" -}}
{{- $folder := printf "%s/" (index . 1) }}
{{- $found := list }}
{{- range index . 2 }}
{{- if hasPrefix $folder (printf "%s/" .) }}
{{- $found = append $found . }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}
