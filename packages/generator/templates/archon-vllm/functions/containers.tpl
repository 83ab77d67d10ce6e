{{- /* Names of the volumes that containers mount. */}}
{{- define "mounted-volumes" -}}
{{- $names := list }}
{{- range index . 1 }}
{{- range .volumeMounts }}
{{- $names = append $names .name }}
{{- end }}
{{- end }}
{{- toJson $names }}
{{- end }}

{{- /* What Kubernetes has against requests next to limits, but for CPU, memory and the GPUs. */}}
{{- define "resource-problems" -}}
{{- $root := index . 0 }}
{{- $limits := index . 2 | default dict }}
{{- $gpu := index . 3 }}
{{- $problems := list }}
{{- range $name, $request := index . 1 }}
{{- $limit := get $limits $name }}
{{- $given := and (hasKey $limits $name) (ne $limit nil) }}
{{- $amount := include "bytes" (list $root $request) | float64 }}
{{- $most := include "bytes" (list $root $limit) | float64 }}
{{- if or (has $name (list "cpu" "memory" $gpu)) (eq $request nil) }}
{{- else if eq $name "ephemeral-storage" }}
{{- if and $given (gt $amount $most) }}
{{- $problems = append $problems
    (printf "The request for %s exceeds its limit. Lower the request or raise the limit." $name) }}
{{- end }}
{{- else if not (and $given (eq $amount $most)) }}
{{- $problems = append $problems
    (printf "Kubernetes does not overcommit %s: its limit must be set, and equal to its request." $name) }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}
