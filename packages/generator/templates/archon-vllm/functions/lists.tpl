{{- /* The names of a list of objects. */}}
{{- define "archon-vllm.names" -}}
{{- $names := list }}
{{- range index . 1 }}
{{- $names = append $names .name }}
{{- end }}
{{- toJson $names }}
{{- end }}

{{- /* What stands more than once in a list. */}}
{{- define "archon-vllm.duplicates" -}}
{{- $seen := list }}
{{- $twice := list }}
{{- range index . 1 }}
{{- if has . $seen }}
{{- $twice = append $twice . }}
{{- end }}
{{- $seen = append $seen . }}
{{- end }}
{{- uniq $twice | toJson }}
{{- end }}

{{- /* The items of the first list that the second holds too. */}}
{{- define "archon-vllm.overlap" -}}
{{- $other := index . 2 }}
{{- $both := list }}
{{- range index . 1 }}
{{- if has . $other }}
{{- $both = append $both . }}
{{- end }}
{{- end }}
{{- toJson $both }}
{{- end }}
