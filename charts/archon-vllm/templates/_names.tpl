{{- /* Generated from partials/names in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* The route on which clients ask the model. */}}
{{- define "archon-vllm.apiRoute" -}}
{{ if eq .Values.computed.task "embed" }}/v1/embeddings{{ else if eq .Values.computed.task "score" }}/v1/rerank{{ else }}/v1/chat/completions{{ end }}
{{- end }}

{{- /* Chart and version, in the form that a label allows. */}}
{{- define "archon-vllm.chartLabel" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* The claim of the model cache. Objects named vllm use the name that the reference system gives it. */}}
{{- define "archon-vllm.claimName" -}}
{{- $fullname := include "archon-vllm.fullname" . }}
{{- if .Values.persistence.existingClaim }}
{{- .Values.persistence.existingClaim }}
{{- else if eq $fullname "vllm" }}model-cache
{{- else }}
{{- $fullname }}-model-cache
{{- end }}
{{- end }}

{{- /* Where the Service answers in the whole cluster. */}}
{{- define "archon-vllm.clusterUrl" -}}
{{ .Values.computed.scheme }}://{{ include "archon-vllm.fullname" . }}.{{ .Release.Namespace }}.svc.cluster.local:{{ int64 .Values.service.port }}
{{- end }}

{{- /* The component that the chart's pods are. A chart with other pods has its own partial of this name. */}}
{{- define "archon-vllm.component" -}}
server
{{- end }}

{{- /* The name of the dashboards' ConfigMap. In a namespace that releases share it has the release's own in front. */}}
{{- define "archon-vllm.dashboardsName" -}}
{{- if ne (.Values.dashboards.namespace | default .Release.Namespace) .Release.Namespace }}
{{- .Release.Namespace }}-
{{- end }}
{{- include "archon-vllm.fullname" . }}-dashboards
{{- end }}

{{- /* The Deployment, as kubectl takes it. */}}
{{- define "archon-vllm.deployment" -}}
deployment/{{ include "archon-vllm.fullname" . }}
{{- end }}

{{- /* The name of the release's objects, which is also valid for a Service. Suffixes need 12 of the 63 characters that Kubernetes
allows. A name that must be changed gets a hash, so that two releases never get the same name. */}}
{{- define "archon-vllm.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else }}
{{- $name := .Values.nameOverride | default .Chart.Name }}
{{- $full := ternary $name (printf "%s-%s" .Release.Name $name) (eq $name .Release.Name) }}
{{- $prefix := trimPrefix "archon-" .Chart.Name | regexFind "[a-z].*" }}
{{- $plain := regexReplaceAll "^[^a-z]" (replace "." "-" $full) (printf "%s-${0}" $prefix) }}
{{- if or (ne $plain $full) (gt (len $plain) 51) }}
{{- $full = printf "%s-%s" ($plain | trunc 42 | trimSuffix "-") (sha256sum $full | trunc 8) }}
{{- end }}
{{- $full }}
{{- end }}
{{- end }}

{{- /* The ResourceClaimTemplate of the GPUs. Kubernetes lets no one change what it says, so another one has another name. */}}
{{- define "archon-vllm.gpuClaimName" -}}
{{- $devices := dict "class" .Values.gpu.claimTemplate.deviceClassName "count" (int64 .Values.gpu.count)
    "selectors" .Values.gpu.claimTemplate.selectors }}
{{- printf "%s-gpu-%s" (include "archon-vllm.fullname" .) (toJson $devices | sha256sum | trunc 7) }}
{{- end }}

{{- /* The Service, as an Ingress leads to it. */}}
{{- define "archon-vllm.ingressBackend" -}}
backend:
  service:
    name: {{ include "archon-vllm.fullname" . | quote }}
    port:
      name: {{ .Values.service.portName | quote }}
{{- end }}

{{- /* The address of the API behind the Ingress: its first host and path. */}}
{{- define "archon-vllm.ingressUrl" -}}
{{- $first := (index .Values.ingress.hosts 0).host }}
{{- $host := $first | default "<address of the ingress controller>" }}
{{- $path := .Values.computed.apiPath }}
{{- $rest := ternary "" "/v1" (hasSuffix "/v1" $path) }}
{{- $scheme := "http" }}
{{- range .Values.ingress.tls }}
{{- range .hosts }}
{{- if or (not $first) (include "archon-vllm.covers" (list $ . $host)) }}
{{- $scheme = "https" }}
{{- end }}
{{- end }}
{{- end }}
{{- printf "%s://%s%s%s" $scheme $host $path $rest }}
{{- end }}

{{- /* Where `kubectl port-forward` answers, for curl. The certificate is not for this address. */}}
{{- define "archon-vllm.localUrl" -}}
{{ if .Values.tls.existingSecret }}-k {{ end }}{{ .Values.computed.scheme }}://127.0.0.1:8000
{{- end }}

{{- /* The name by which clients ask for the model: the first served name, or the model id. */}}
{{- define "archon-vllm.modelName" -}}
{{- first (concat .Values.model.servedNames (list .Values.model.id)) }}
{{- end }}

{{- /* The name of what Prometheus reads. In a namespace that releases share it has the release's own in front. */}}
{{- define "archon-vllm.monitoringName" -}}
{{- if ne (.Values.monitoring.namespace | default .Release.Namespace) .Release.Namespace }}
{{- .Release.Namespace }}-
{{- end }}
{{- include "archon-vllm.fullname" . }}
{{- end }}

{{- /* The chart's name, or nameOverride. */}}
{{- define "archon-vllm.name" -}}
{{ if .Values.nameOverride }}{{ .Values.nameOverride }}{{ else }}{{ .Chart.Name }}{{ end }}
{{- end }}

{{- /* The address of the API behind the Gateway: the first host and path of the HTTPRoute. The listener decides about HTTPS. */}}
{{- define "archon-vllm.routeUrl" -}}
{{- $host := first .Values.httpRoute.hostnames | default "<host of the Gateway's listener>" }}
{{- $path := .Values.computed.routePath }}
{{- $gateway := include "archon-vllm.gateway" (list . (first .Values.httpRoute.parentRefs)) }}
{{- $rest := ternary "" "/v1" (hasSuffix "/v1" $path) }}
{{- printf "%s%s%s, http or https as the listener of Gateway %s says" $host $path $rest $gateway }}
{{- end }}

{{- /* The service account of the pods; without one of its own, the namespace's. */}}
{{- define "archon-vllm.serviceAccountName" -}}
{{- if .Values.serviceAccount.name }}
{{- .Values.serviceAccount.name }}
{{- else if .Values.serviceAccount.create }}
{{- include "archon-vllm.fullname" . }}
{{- else }}default
{{- end }}
{{- end }}

{{- /* Where the API answers in the release's own namespace. */}}
{{- define "archon-vllm.serviceUrl" -}}
{{ .Values.computed.scheme }}://{{ include "archon-vllm.fullname" . }}:{{ int64 .Values.service.port }}
{{- end }}
