{{- /* Generated from partials/monitoring in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* What a histogram counts per second up to a limit of it. Its label is 5 or 5.0, by the version of Prometheus. */}}
{{- define "archon-vllm.bucketRate" -}}
sum by (namespace) (rate({{ include "archon-vllm.series" (dict "root" .root
      "metric" (printf "%v%v" .metric "_bucket") "more" (printf "%v%v%v" ",le=~\"" (toJson (float64 .seconds)) "([.]0)?\"")) }}[{{ .window }}]))
{{- end }}

{{- /* The part that may be slow, times how much faster than the objective allows it is used up. */}}
{{- define "archon-vllm.budgetShare" -}}
{{ .burn }} * (100 - {{ toJson .percent }}) / 100
{{- end }}

{{- /* The series of a metric of the kubelet for the claim of the model cache. */}}
{{- define "archon-vllm.claimSeries" -}}
{{ .metric }}{namespace="{{ .root.Release.Namespace }}",persistentvolumeclaim="{{ include "archon-vllm.claimName" .root }}"}
{{- end }}

{{- /* What a histogram counts per second. */}}
{{- define "archon-vllm.countRate" -}}
sum by (namespace) (rate({{ include "archon-vllm.series"
    (dict "root" .root "metric" (printf "%v%v" .metric "_count")) }}[{{ .window }}]))
{{- end }}

{{- /* The names of the Deployment's pods. Kubernetes cuts the name of the ReplicaSet and its hyphen to 58 characters before it adds 5, so
pods of long names have no last hyphen. */}}
{{- define "archon-vllm.podPattern" -}}
{{ include "archon-vllm.fullname" . }}-[bcdfghjklmnpqrstvwxz2456789]+(-[bcdfghjklmnpqrstvwxz2456789]{5})?
{{- end }}

{{- /* The section about an alert. */}}
{{- define "archon-vllm.runbookUrl" -}}
{{- if ne .root.Values.prometheusRule.runbookUrl nil }}
runbook_url: {{ printf "%s#%s" .root.Values.prometheusRule.runbookUrl .section | quote }}
{{- end }}
{{- end }}

{{- /* How Prometheus reads an endpoint of a ServiceMonitor or PodMonitor. */}}
{{- define "archon-vllm.scrape" -}}
{{- if ne .Values.monitoring.interval nil }}
interval: {{ .Values.monitoring.interval | quote }}
{{- end }}
{{- if ne .Values.monitoring.scrapeTimeout nil }}
scrapeTimeout: {{ .Values.monitoring.scrapeTimeout | quote }}
{{- end }}
{{- if ne .Values.monitoring.honorLabels nil }}
honorLabels: {{ .Values.monitoring.honorLabels }}
{{- end }}
{{- with .Values.monitoring.relabelings }}
relabelings:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.monitoring.metricRelabelings }}
metricRelabelings:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* The series of a metric for the pods of the Deployment, as a ServiceMonitor and a PodMonitor label them. */}}
{{- define "archon-vllm.series" -}}
{{ .metric }}{namespace="{{ .root.Release.Namespace }}"{{ .more | default "" }},pod=~"{{ include "archon-vllm.podPattern" .root }}"}
{{- end }}
