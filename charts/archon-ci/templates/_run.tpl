{{- /* Generated from partials/run in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* Variables of a step that runs a command of the repository. */}}
{{- define "archon-ci.commandStep" -}}
- name: FOLDER
  value: $(workspaces.source.path)/$(params.folder)/source
- name: COMMAND
  value: {{ .command | replace "$" "$$" | quote }}
{{- /* They outlive the run where the claim does. */}}
- name: ARCHON_CACHE_DIR
  value: $(workspaces.source.path)/cache/archon
- name: NPM_CONFIG_CACHE
  value: $(workspaces.source.path)/cache/npm
- name: GOCACHE
  value: $(workspaces.source.path)/cache/go-build
- name: GOMODCACHE
  value: $(workspaces.source.path)/cache/go-mod
{{ include "archon-ci.toolsPath" .root }}
{{- if .root.Values.check.extraEnv }}
{{ toYaml .root.Values.check.extraEnv }}
{{- end }}
{{- end }}

{{- /* Where the package of a chart is, and its version. */}}
{{- define "archon-ci.packageEnv" -}}
- name: CHART
  value: $(params.chart)
- name: DIST
  value: $(workspaces.source.path)/$(params.folder)/dist
- name: RESULT_VERSION
  value: $(results.version.path)
{{- end }}

{{- /* A run of the pipeline. */}}
{{- define "archon-ci.pipelineRunSpec" -}}
pipelineRef:
  name: {{ include "archon-ci.fullname" .root | quote }}
params:
  {{- if .url }}
  - name: url
    value: {{ .url | quote }}
  {{- end }}
  - name: revision
    value: {{ .revision | quote }}
timeouts:
  pipeline: {{ printf "%dm" (int64 .root.Values.timeouts.pipeline) | quote }}
taskRunTemplate:
  serviceAccountName: {{ include "archon-ci.fullname" .root }}-runs
  podTemplate:
    automountServiceAccountToken: false
    enableServiceLinks: false
    securityContext:
      {{- toYaml .root.Values.podSecurityContext | nindent 6 }}
    {{- if .root.Values.imagePullSecrets }}
    imagePullSecrets:
      {{- toYaml .root.Values.imagePullSecrets | nindent 6 }}
    {{- end }}
    {{- if .root.Values.nodeSelector }}
    nodeSelector:
      {{- toYaml .root.Values.nodeSelector | nindent 6 }}
    {{- end }}
    {{- if .root.Values.tolerations }}
    tolerations:
      {{- toYaml .root.Values.tolerations | nindent 6 }}
    {{- end }}
{{- if .root.Values.check.resources }}
taskRunSpecs:
  - pipelineTaskName: check
    computeResources:
      {{- toYaml .root.Values.check.resources | nindent 6 }}
{{- end }}
workspaces:
  - name: source
    {{- if .root.Values.workspace.existingClaim }}
    persistentVolumeClaim:
      claimName: {{ .root.Values.workspace.existingClaim | quote }}
    {{- else }}
    volumeClaimTemplate:
      spec:
        accessModes:
          {{- toYaml .root.Values.workspace.accessModes | nindent 10 }}
        {{- with .root.Values.workspace.storageClassName }}
        storageClassName: {{ . | quote }}
        {{- end }}
        resources:
          requests:
            storage: {{ toJson .root.Values.workspace.size }}
    {{- end }}
  {{- if .root.Values.source.existingSecret }}
  - name: source-credentials
    secret:
      secretName: {{ .root.Values.source.existingSecret | quote }}
  {{- end }}
  {{- if .root.Values.registry.existingSecret }}
  - name: registry-login
    secret:
      secretName: {{ .root.Values.registry.existingSecret | quote }}
  {{- end }}
  {{- if .root.Values.signing.existingSecret }}
  - name: signing-key
    secret:
      secretName: {{ .root.Values.signing.existingSecret | quote }}
  {{- end }}
  {{- if and .root.Values.environment.url .root.Values.environment.existingSecret }}
  - name: environment-credentials
    secret:
      secretName: {{ .root.Values.environment.existingSecret | quote }}
  {{- end }}
{{- end }}

{{- /* What a push has to be for a run, in CEL. */}}
{{- define "archon-ci.pushFilter" -}}
{{- $repository := ternary "project.path_with_namespace" "repository.full_name" (eq .Values.webhook.provider "gitlab") }}
{{- printf "body.ref == 'refs/heads/%s'" .Values.source.branch }}
{{- printf " && body.%s == '%s'" $repository .Values.webhook.repository }}
{{- print " && !body.after.startsWith('0000000')" }}
{{- end }}

{{- /* The registry, and the results that say where in it the chart is. */}}
{{- define "archon-ci.registryEnv" -}}
- name: PLAIN_HTTP
  value: "{{ .Values.registry.plainHttp }}"
{{- if .Values.registry.existingSecret }}
- name: HELM_REGISTRY_CONFIG
  value: $(workspaces.registry-login.path)/.dockerconfigjson
{{- end }}
- name: RESULT_URL
  value: $(results.CHART_IMAGE_URL.path)
- name: RESULT_DIGEST
  value: $(results.CHART_IMAGE_DIGEST.path)
{{- end }}

{{- /* What all steps of a task have. */}}
{{- define "archon-ci.stepTemplate" -}}
image: {{ .Values.images.steps | quote }}
env:
  {{- /* The only home that Tekton lets every user write to. */}}
  - name: HOME
    value: /tekton/home
securityContext:
  {{- toYaml .Values.securityContext | nindent 2 }}
{{- end }}

{{- /* Where a step finds the programs that were copied from other images. */}}
{{- define "archon-ci.toolsPath" -}}
- name: PATH
  value: /tools/go/bin:/tools:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
{{- end }}
