{{- /* Generated from partials/names in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* Chart and version, in the form that a label allows. */}}
{{- define "archon-gitops.chartLabel" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* The component that the chart's objects are. */}}
{{- define "archon-gitops.component" -}}
delivery
{{- end }}

{{- /* The name of the release's objects, which is also valid for a Service. Suffixes need 12 of the 63 characters that Kubernetes
allows. A name that must be changed gets a hash, so that two releases never get the same name. */}}
{{- define "archon-gitops.fullname" -}}
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

{{- /* The chart's name, or nameOverride. */}}
{{- define "archon-gitops.name" -}}
{{ if .Values.nameOverride }}{{ .Values.nameOverride }}{{ else }}{{ .Chart.Name }}{{ end }}
{{- end }}

{{- /* Labels of the namespaces of the servers. */}}
{{- define "archon-gitops.namespaceLabels" -}}
{{- if ne .Values.createNamespace.podSecurity "none" }}
pod-security.kubernetes.io/enforce: {{ .Values.createNamespace.podSecurity | quote }}
{{- end }}
{{- with .Values.createNamespace.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* Name of the project that the Applications belong to. */}}
{{- define "archon-gitops.projectName" -}}
{{ if .Values.project.name }}{{ .Values.project.name }}{{ else }}{{ include "archon-gitops.fullname" . }}{{ end }}
{{- end }}
