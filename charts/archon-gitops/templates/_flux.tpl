{{- /* Generated from partials/flux in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* Where Flux gets the chart of a server. */}}
{{- define "archon-gitops.chartSource" -}}
apiVersion: source.toolkit.fluxcd.io/v1
{{- if .server.filesInGit }}
kind: GitRepository
{{- else }}
kind: OCIRepository
{{- end }}
metadata:
  {{- include "archon-gitops.metadata" (dict "root" .root "name" .server.name) | nindent 2 }}
spec:
  interval: {{ .root.Values.flux.interval | quote }}
  url: {{ .server.repository | quote }}
  ref:
    {{- with include "archon-gitops.sourceReference" (dict "server" .server) | trim }}
    {{- . | nindent 4 }}
    {{- end }}
  {{- if not .server.filesInGit }}
  layerSelector:
    mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip
    operation: copy
  {{- end }}
  {{- if ne .root.Values.flux.sourceSecret nil }}
  secretRef:
    name: {{ .root.Values.flux.sourceSecret | quote }}
  {{- end }}
{{- end }}

{{- /* What a HelmRelease says: from where, with which values, to where, and what happens when it fails. */}}
{{- define "archon-gitops.helmReleaseSpec" -}}
{{- if not .server.automated }}
{{- /* Nothing happens until someone runs flux resume. */}}
suspend: true
{{- end }}
interval: {{ .root.Values.flux.interval | quote }}
timeout: {{ .root.Values.flux.timeout | quote }}
releaseName: {{ .server.releaseName | quote }}
targetNamespace: {{ .server.namespace | quote }}
storageNamespace: {{ .server.namespace | quote }}
{{- if ne .root.Values.flux.serviceAccountName nil }}
serviceAccountName: {{ .root.Values.flux.serviceAccountName | quote }}
{{- end }}
{{- if .server.filesInGit }}
chart:
  spec:
    chart: {{ .server.path | quote }}
    {{- /* A new commit upgrades; the default waits for a new version of the chart. */}}
    reconcileStrategy: Revision
    sourceRef:
      kind: GitRepository
      name: {{ .server.name | quote }}
    valuesFiles:
      {{- toYaml .server.filesInGit | nindent 6 }}
{{- else }}
chartRef:
  kind: OCIRepository
  name: {{ .server.name | quote }}
{{- end }}
driftDetection:
  mode: {{ ternary "enabled" "warn" .server.selfHeal | quote }}
  {{- if or .server.autoscaled .root.Values.sync.ignoreDifferences }}
  ignore:
    {{- if .server.autoscaled }}
    {{- /* An autoscaler owns them. */}}
    - paths: [/spec/replicas]
      target: { group: apps, kind: Deployment }
    {{- end }}
    {{- range $difference := .root.Values.sync.ignoreDifferences }}
    - target:
        {{- if ne $difference.group nil }}
        group: {{ $difference.group | quote }}
        {{- end }}
        kind: {{ $difference.kind | quote }}
        {{- if ne $difference.name nil }}
        name: {{ $difference.name | quote }}
        {{- end }}
      {{- if ne $difference.jsonPointers nil }}
      paths:
        {{- toYaml $difference.jsonPointers | nindent 8 }}
      {{- end }}
    {{- end }}
  {{- end }}
install:
  createNamespace: {{ .root.Values.createNamespace.enabled }}
  {{- /* Never uninstalls what failed: the download goes on. */}}
  strategy:
    name: RetryOnFailure
    retryInterval: {{ .root.Values.sync.retry.duration | quote }}
upgrade:
  {{- /* The old pod comes back. */}}
  remediation:
    retries: {{ int64 .root.Values.sync.retry.limit }}
    remediateLastFailure: true
values:
  {{- toYaml .server.values | nindent 2 }}
{{- end }}

{{- /* Which version of the chart: of a registry its digest or a range of versions, of git a commit, a tag or a branch. */}}
{{- define "archon-gitops.sourceReference" -}}
{{- if regexMatch "^sha256:" (.server.revision | default "") }}
digest: {{ .server.revision | quote }}
{{- else if not .server.filesInGit }}
semver: {{ .server.revision | quote }}
{{- else if regexMatch "^[0-9a-f]{40}$" (.server.revision | default "") }}
commit: {{ .server.revision | quote }}
{{- else if regexMatch "^v?[0-9]+[.][0-9]+" (.server.revision | default "") }}
tag: {{ .server.revision | quote }}
{{- else }}
branch: {{ .server.revision | quote }}
{{- end }}
{{- end }}
