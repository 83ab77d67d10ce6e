{{- /* Generated from partials/scaling in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* What is above 0 while someone wants an answer, or vLLM is still giving one. */}}
{{- define "archon-vllm.activationQuery" -}}
{{ include "archon-vllm.userQuery" . }} + (sum({{ include "archon-vllm.series"
    (dict "root" . "metric" .Values.computed.metrics.running) }}) or vector(0))
{{- end }}

{{- /* What Prometheus asks KEDA for. */}}
{{- define "archon-vllm.authentication" -}}
{{- if ne .Values.autoscaling.keda.authenticationRef nil }}
authenticationRef:
  name: {{ .Values.autoscaling.keda.authenticationRef | quote }}
{{- end }}
{{- end }}

{{- /* How fast pods come and go. One pod at a time is removed, and only after it had the time to drain. */}}
{{- define "archon-vllm.scalingBehavior" -}}
scaleUp:
  stabilizationWindowSeconds: {{ int64 .Values.autoscaling.scaleUp.stabilizationWindowSeconds }}
scaleDown:
  stabilizationWindowSeconds: {{ int64 .Values.computed.scaleDownSeconds }}
  policies:
    - type: Pods
      value: 1
      periodSeconds: {{ int64 .Values.computed.scaleDownPeriodSeconds }}
{{- end }}

{{- /* The user's query, 0 where it finds nothing. */}}
{{- define "archon-vllm.userQuery" -}}
(sum({{ .Values.autoscaling.keda.activationQuery | default "" }}) or vector(0))
{{- end }}
