{{- /* Generated from partials/metadata in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* Metadata of an object that has no namespace. */}}
{{- define "archon-ci.clusterMetadata" -}}
name: {{ include "archon-ci.clusterName" . | quote }}
labels:
  {{- include "archon-ci.labels" . | nindent 2 }}
{{- if .Values.commonAnnotations }}
annotations:
  {{- toYaml .Values.commonAnnotations | nindent 2 }}
{{- end }}
{{- end }}

{{- /* Labels of every object. */}}
{{- define "archon-ci.labels" -}}
{{ include "archon-ci.selectorLabels" . }}
app.kubernetes.io/version: {{ .Values.computed.release | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ include "archon-ci.chartLabel" . | quote }}
{{- if .Values.commonLabels }}
{{ toYaml .Values.commonLabels }}
{{- end }}
{{- end }}

{{- /* Metadata of an object. Its own annotations override those of all objects. */}}
{{- define "archon-ci.metadata" -}}
name: {{ .name | quote }}
namespace: {{ ternary .namespace .root.Release.Namespace (ne .namespace nil) | quote }}
labels:
  {{- include "archon-ci.labels" .root | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with mergeOverwrite (dict) .root.Values.commonAnnotations (.annotations | default dict) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* The labels that select the pods, without versions and user labels, because a selector can never change. */}}
{{- define "archon-ci.selectorLabels" -}}
app.kubernetes.io/name: {{ include "archon-ci.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: {{ include "archon-ci.component" . | quote }}
{{- end }}
