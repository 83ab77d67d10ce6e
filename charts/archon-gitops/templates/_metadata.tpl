{{- /* Generated from partials/metadata in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* Labels of every object. */}}
{{- define "archon-gitops.labels" -}}
{{ include "archon-gitops.selectorLabels" . }}
app.kubernetes.io/version: {{ .Values.computed.release | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ include "archon-gitops.chartLabel" . | quote }}
{{- if .Values.commonLabels }}
{{ toYaml .Values.commonLabels }}
{{- end }}
{{- end }}

{{- /* Metadata of an object. Its own annotations override those of all objects. */}}
{{- define "archon-gitops.metadata" -}}
name: {{ .name | quote }}
namespace: {{ ternary .namespace .root.Release.Namespace (ne .namespace nil) | quote }}
labels:
  {{- include "archon-gitops.labels" .root | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with mergeOverwrite (dict) .root.Values.commonAnnotations (.annotations | default dict) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* The labels that select the pods, without versions and user labels, because a selector can never change. */}}
{{- define "archon-gitops.selectorLabels" -}}
app.kubernetes.io/name: {{ include "archon-gitops.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: {{ include "archon-gitops.component" . | quote }}
{{- end }}
