{{- /* Generated from schemas/archon-ci by `npx nx run generator:build`: do not edit. */}}

{{- /* What follows from the values: adds the key "computed" to them. */}}
{{- define "archon-ci.computeValues" -}}
{{- $computed := dict }}
{{- $_ := set .Values "computed" $computed }}
{{- /* Release of Tekton Pipelines that the chart is tested with. */}}
{{- if ne .Chart.AppVersion nil }}
{{- $_ := set $computed "release" .Chart.AppVersion }}
{{- else }}
{{- $_ := set $computed "release" "" }}
{{- end }}
{{- /* Labels that the chart sets. */}}
{{- $_ := set $computed "reservedLabels" (list "app.kubernetes.io/name" "app.kubernetes.io/instance"
      "app.kubernetes.io/component" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart") }}
{{- end }}
