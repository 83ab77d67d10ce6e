{{- /* Generated from partials/metadata in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* Annotations of the claim. The user's own override those of the chart. */}}
{{- define "archon-vllm.claimAnnotations" -}}
{{- $annotations := dict }}
{{- if .Values.persistence.retain }}
{{- $_ := set $annotations "helm.sh/resource-policy" "keep" }}
{{- $_ := set $annotations "argocd.argoproj.io/sync-options" "Prune=false,Delete=false" }}
{{- /* Otherwise Argo CD tries for ever to prune a claim that the values no longer have, and reports OutOfSync. */}}
{{- $_ := set $annotations "argocd.argoproj.io/compare-options" "IgnoreExtraneous" }}
{{- end }}
{{- mergeOverwrite $annotations .Values.commonAnnotations .Values.persistence.annotations | toYaml }}
{{- end }}

{{- /* Answers take long and are streamed, and prompts are large: what each controller calls it. Annotations of the user win. */}}
{{- define "archon-vllm.ingressAnnotations" -}}
{{- $annotations := dict }}
{{- $seconds := int64 (.Values.ingress.timeoutSeconds | default 3600) | toString }}
{{- $bodySize := .Values.ingress.maxBodySize | default "16m" }}
{{- $controller := .Values.computed.ingressController }}
{{- $isHttps := eq .Values.computed.scheme "https" }}
{{- if eq $controller "nginx" }}
{{- if $isHttps }}
{{- $_ := set $annotations "nginx.ingress.kubernetes.io/backend-protocol" "HTTPS" }}
{{- end }}
{{- $_ := set $annotations "nginx.ingress.kubernetes.io/proxy-read-timeout" $seconds }}
{{- $_ := set $annotations "nginx.ingress.kubernetes.io/proxy-send-timeout" $seconds }}
{{- $_ := set $annotations "nginx.ingress.kubernetes.io/proxy-buffering" "off" }}
{{- $_ := set $annotations "nginx.ingress.kubernetes.io/proxy-body-size" $bodySize }}
{{- else if eq $controller "haproxy" }}
{{- if $isHttps }}
{{- $_ := set $annotations "haproxy.org/server-ssl" "true" }}
{{- end }}
{{- $_ := set $annotations "haproxy.org/timeout-server" (printf "%ss" $seconds) }}
{{- else if eq $controller "haproxy-ingress" }}
{{- if $isHttps }}
{{- $_ := set $annotations "haproxy-ingress.github.io/backend-protocol" "h1-ssl" }}
{{- end }}
{{- $_ := set $annotations "haproxy-ingress.github.io/timeout-server" (printf "%ss" $seconds) }}
{{- $_ := set $annotations "haproxy-ingress.github.io/proxy-body-size" (ternary "unlimited" $bodySize (eq $bodySize "0")) }}
{{- else if eq $controller "contour" }}
{{- $_ := set $annotations "projectcontour.io/response-timeout" (printf "%ss" $seconds) }}
{{- else if eq $controller "aws" }}
{{- if $isHttps }}
{{- $_ := set $annotations "alb.ingress.kubernetes.io/backend-protocol" "HTTPS" }}
{{- $_ := set $annotations "alb.ingress.kubernetes.io/healthcheck-protocol" "HTTPS" }}
{{- end }}
{{- $_ := set $annotations "alb.ingress.kubernetes.io/load-balancer-attributes" (printf "idle_timeout.timeout_seconds=%s" $seconds) }}
{{- $_ := set $annotations "alb.ingress.kubernetes.io/healthcheck-path" "/health" }}
{{- $_ := set $annotations "alb.ingress.kubernetes.io/target-type" "ip" }}
{{- end }}
{{- mergeOverwrite $annotations .Values.commonAnnotations .Values.ingress.annotations | toYaml }}
{{- end }}

{{- /* Labels of every object. */}}
{{- define "archon-vllm.labels" -}}
{{ include "archon-vllm.selectorLabels" . }}
app.kubernetes.io/version: {{ .Values.computed.release | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ include "archon-vllm.chartLabel" . | quote }}
{{- if .Values.commonLabels }}
{{ toYaml .Values.commonLabels }}
{{- end }}
{{- end }}

{{- /* Metadata of an object. Its own annotations override those of all objects. */}}
{{- define "archon-vllm.metadata" -}}
name: {{ .name | quote }}
namespace: {{ ternary .namespace .root.Release.Namespace (ne .namespace nil) | quote }}
labels:
  {{- include "archon-vllm.labels" .root | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with mergeOverwrite (dict) .root.Values.commonAnnotations (.annotations | default dict) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* Annotations of the pods. The checksum changes with the ConfigMap, so that Kubernetes replaces the pods. */}}
{{- define "archon-vllm.podAnnotations" -}}
{{- $checksum := include "archon-vllm.configData" . | sha256sum }}
{{- mergeOverwrite (dict) .Values.commonAnnotations .Values.podAnnotations (dict "checksum/config" $checksum) | toYaml }}
{{- end }}

{{- /* The labels that select the pods, without versions and user labels, because a selector can never change. */}}
{{- define "archon-vllm.selectorLabels" -}}
app.kubernetes.io/name: {{ include "archon-vllm.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: {{ include "archon-vllm.component" . | quote }}
{{- end }}
