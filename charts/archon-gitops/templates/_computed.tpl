{{- /* Generated from schemas/archon-gitops by `npx nx run generator:build`: do not edit. */}}

{{- /* What follows from the values: adds the key "computed" to them. */}}
{{- define "archon-gitops.computeValues" -}}
{{- $computed := dict }}
{{- $_ := set .Values "computed" $computed }}
{{- /* The servers in the order of their names, each with everything that counts for it. */}}
{{- $_ := set $computed "servers" (include "archon-gitops.fleet" (list . .Values .Values.servers) | fromJsonArray) }}
{{- /* The namespaces of the servers, each once. */}}
{{- $_ := set $computed "namespaces"
    (uniq (include "archon-gitops.pluck" (list . "namespace" .Values.computed.servers) | fromJsonArray) | sortAlpha) }}
{{- /* Whether namespaces get labels. */}}
{{- $_ := set $computed "labelsNamespaces" (and .Values.createNamespace.enabled
      (or (ne .Values.createNamespace.podSecurity "none") (not (not .Values.createNamespace.labels)))) }}
{{- /* The repositories that the servers name, each once. */}}
{{- $_ := set $computed "repositories"
    (include "archon-gitops.repositories" (list . .Values.computed.servers) | fromJsonArray) }}
{{- /* The clusters of the servers with each namespace that their objects may be in, each pair once. */}}
{{- $_ := set $computed "destinations" (include "archon-gitops.destinations"
      (list . .Values.computed.servers .Values.project.namespaces) | fromJsonArray) }}
{{- /* The namespaces of these, each once. */}}
{{- $_ := set $computed "allowedNamespaces" (uniq
      (include "archon-gitops.pluck" (list . "namespace" .Values.computed.destinations) | fromJsonArray) | sortAlpha) }}
{{- /* Whether each server runs on all clusters with some labels. */}}
{{- $_ := set $computed "everyCluster"
    (and .Values.applicationSet.enabled (not (not .Values.applicationSet.clusters))) }}
{{- /* Whether Flux delivers the servers. */}}
{{- $_ := set $computed "flux" (eq .Values.engine "flux") }}
{{- /* The version that the label app.kubernetes.io/version tells. */}}
{{- if ne .Chart.AppVersion nil }}
{{- $_ := set $computed "release" .Chart.AppVersion }}
{{- else }}
{{- $_ := set $computed "release" "" }}
{{- end }}
{{- /* Labels that the chart sets. */}}
{{- $_ := set $computed "reservedLabels" (list "app.kubernetes.io/name" "app.kubernetes.io/instance"
      "app.kubernetes.io/component" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart") }}
{{- end }}
