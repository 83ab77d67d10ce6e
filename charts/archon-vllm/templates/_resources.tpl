{{- /* Generated from packages/generator/templates/archon-vllm/functions/resources.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /* Requests and limits: where the user set one side of a pair alone, a side that contradicts it becomes equal. */}}
{{- define "archon-vllm.pairResources" -}}
{{- $root := index . 0 }}
{{- $requests := index . 1 | default dict | deepCopy }}
{{- $limits := index . 2 | default dict | deepCopy }}
{{- $ownRequests := index . 3 | default dict }}
{{- $ownLimits := index . 4 | default dict }}
{{- range $name, $limit := index . 2 }}
{{- $request := get $requests $name }}
{{- if not (hasKey $requests $name) }}
{{- else if le (include "archon-vllm.bytes" (list $root $request) | float64) (include "archon-vllm.bytes" (list $root $limit) | float64) }}
{{- else if not (hasKey $ownLimits $name) }}
{{- $_ := set $limits $name $request }}
{{- else if not (hasKey $ownRequests $name) }}
{{- $_ := set $requests $name $limit }}
{{- end }}
{{- end }}
{{- dict "requests" $requests "limits" $limits | toJson }}
{{- end }}
