{{- /* Requests and limits: where the user set one side of a pair alone, a side that contradicts it becomes equal. */}}
{{- define "pair-resources" -}}
{{- $root := index . 0 }}
{{- $requests := index . 1 | default dict | deepCopy }}
{{- $limits := index . 2 | default dict | deepCopy }}
{{- $ownRequests := index . 3 | default dict }}
{{- $ownLimits := index . 4 | default dict }}
{{- range $name, $limit := index . 2 }}
{{- $request := get $requests $name }}
{{- if not (hasKey $requests $name) }}
{{- else if le (include "bytes" (list $root $request) | float64) (include "bytes" (list $root $limit) | float64) }}
{{- else if not (hasKey $ownLimits $name) }}
{{- $_ := set $limits $name $request }}
{{- else if not (hasKey $ownRequests $name) }}
{{- $_ := set $requests $name $limit }}
{{- end }}
{{- end }}
{{- dict "requests" $requests "limits" $limits | toJson }}
{{- end }}
