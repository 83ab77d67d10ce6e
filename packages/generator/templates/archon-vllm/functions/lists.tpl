{{- /* One key of each object of a list; empty text where it is absent. */}}
{{- define "archon-vllm.pluck" -}}
{{- $key := index . 1 }}
{{- $found := list }}
{{- range index . 2 }}
{{- $found = append $found (get . $key) }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{- /* The items of the first list that none of the others holds. */}}
{{- define "archon-vllm.without" -}}
{{- $others := list }}
{{- range slice . 2 }}
{{- $others = concat $others (. | default list) }}
{{- end }}
{{- $left := list }}
{{- range index . 1 }}
{{- if not (has . $others) }}
{{- $left = append $left . }}
{{- end }}
{{- end }}
{{- toJson $left }}
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
