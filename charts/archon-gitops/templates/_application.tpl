{{- /* Generated from partials/application in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* What an Application says: from where, with which values, to where, and when. */}}
{{- define "archon-gitops.applicationSpec" -}}
project: {{ include "archon-gitops.projectName" .root | quote }}
{{- if .server.valuesRepository }}
sources:
  - repoURL: {{ .server.repository | quote }}
    targetRevision: {{ .server.revision | quote }}
    path: {{ .server.path | quote }}
    helm:
      {{- include "archon-gitops.helmValues" (dict "server" .server) | nindent 6 }}
  - repoURL: {{ .server.valuesRepository | quote }}
    targetRevision: {{ .server.valuesRevision | quote }}
    ref: values
{{- else }}
source:
  repoURL: {{ .server.repository | quote }}
  targetRevision: {{ .server.revision | quote }}
  path: {{ .server.path | quote }}
  helm:
    {{- include "archon-gitops.helmValues" (dict "server" .server) | nindent 4 }}
{{- end }}
destination:
  {{- if not .root.Values.computed.everyCluster }}
  {{- toYaml .server.destination | nindent 2 }}
  {{- end }}
  namespace: {{ .server.namespace | quote }}
{{- if or .server.autoscaled .root.Values.sync.ignoreDifferences }}
ignoreDifferences:
  {{- if .server.autoscaled }}
  {{- /* An autoscaler owns them. */}}
  - group: apps
    kind: Deployment
    jsonPointers: [/spec/replicas]
  {{- end }}
  {{- with .root.Values.sync.ignoreDifferences }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
syncPolicy:
  {{- with include "archon-gitops.syncPolicy" (dict "root" .root "server" .server) | trim }}
  {{- . | nindent 2 }}
  {{- end }}
{{- end }}

{{- /* The servers as elements of a list generator: the name, and what its Application has that those of others have not. */}}
{{- define "archon-gitops.elements" -}}
{{- range $server := .Values.computed.servers }}
- release:
    name: {{ $server.name | quote }}
    patch:
      {{- if $server.annotations }}
      metadata:
        annotations:
          {{- toYaml $server.annotations | nindent 10 }}
      {{- end }}
      spec:
        {{- include "archon-gitops.applicationSpec" (dict "root" $ "server" $server) | nindent 8 }}
{{- end }}
{{- end }}

{{- /* The release of a server, and its values. */}}
{{- define "archon-gitops.helmValues" -}}
releaseName: {{ .server.releaseName | quote }}
{{- if .server.valueFiles }}
valueFiles:
  {{- toYaml .server.valueFiles | nindent 2 }}
{{- end }}
valuesObject:
  {{- toYaml .server.values | nindent 2 }}
{{- end }}

{{- /* When Argo CD syncs a server. */}}
{{- define "archon-gitops.syncPolicy" -}}
{{- if .server.automated }}
automated:
  prune: {{ .server.prune }}
  selfHeal: {{ .server.selfHeal }}
{{- end }}
{{- if .root.Values.computed.labelsNamespaces }}
managedNamespaceMetadata:
  labels:
    {{- with include "archon-gitops.namespaceLabels" .root | trim }}
    {{- . | nindent 4 }}
    {{- end }}
{{- end }}
retry:
  limit: {{ int64 .root.Values.sync.retry.limit }}
  backoff:
    duration: {{ .root.Values.sync.retry.duration | quote }}
    factor: 2
    maxDuration: {{ .root.Values.sync.retry.maxDuration | quote }}
syncOptions:
  - CreateNamespace={{ .root.Values.createNamespace.enabled }}
  {{- if .server.autoscaled }}
  - RespectIgnoreDifferences=true
  {{- end }}
  {{- with .root.Values.sync.options }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
