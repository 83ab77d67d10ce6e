{{- /* A map without the keys that are null. */}}
{{- define "given" -}}
{{- $given := dict }}
{{- range $key, $value := index . 1 }}
{{- if ne $value nil }}
{{- $_ := set $given $key $value }}
{{- end }}
{{- end }}
{{- toJson $given }}
{{- end }}

{{- /* The source of a server: its own git or registry instead of that of all servers, its own version or digest. */}}
{{- define "chart-of" -}}
{{- $base := include "given" (list . (index . 1)) | fromJson }}
{{- $over := include "given" (list . (index . 2)) | fromJson }}
{{- $git := include "given" (list . $over.git) | fromJson }}
{{- $registry := omit $over "git" }}
{{- if $git }}
{{- $all := include "given" (list . $base.git) | fromJson }}
{{- merge (dict "git" (merge $git $all)) $over | toJson }}
{{- else if $registry }}
{{- $base = ternary (omit $base "git") $base (hasKey $registry "oci") }}
{{- $base = ternary (omit $base "digest") $base (hasKey $registry "version") }}
{{- $base = ternary (omit $base "version") $base (hasKey $registry "digest") }}
{{- merge $registry $base | toJson }}
{{- else }}
{{- toJson $base }}
{{- end }}
{{- end }}

{{- /* The servers in the order of their names, each with everything that counts for it. */}}
{{- define "fleet" -}}
{{- $root := index . 0 }}
{{- $all := index . 1 }}
{{- $fleet := list }}
{{- range $name, $server := index . 2 }}
{{- $own := include "given" (list $root $server) | fromJson }}
{{- $chart := include "chart-of" (list $root $all.chart $own.chart) | fromJson }}
{{- $git := include "given" (list $root $chart.git) | fromJson }}
{{- $sync := mergeOverwrite (include "given" (list $root $all.sync) | fromJson)
    (include "given" (list $root $own.sync) | fromJson) }}
{{- $valuesGit := include "given" (list $root $all.valuesGit) | fromJson }}
{{- $destination := include "given" (list $root $own.destination) | fromJson }}
{{- $destination = $destination | default (include "given" (list $root $all.destination) | fromJson) }}
{{- $values := dict "fullnameOverride" $name }}
{{- $values = mergeOverwrite $values (include "given" (list $root $all.commonValues) | fromJson) }}
{{- with $own.preset }}
{{- $_ := set $values "preset" . }}
{{- end }}
{{- $values = mergeOverwrite $values (include "given" (list $root $own.values) | fromJson) }}
{{- $namespace := $own.namespace | default $all.namespace }}
{{- $service := include "given" (list $root $values.service) | fromJson }}
{{- $address := "" }}
{{- if $values.fullnameOverride }}
{{- $scheme := ternary "https" "http" (not (not ($values.tls).existingSecret)) }}
{{- $address = printf "%s://%s.%s.svc.cluster.local:%d/v1" $scheme $values.fullnameOverride $namespace
    ($service.port | default 8000 | int64) }}
{{- end }}
{{- $path := ternary ($git.path | default "charts/archon-vllm") "." (not (not $git)) }}
{{- $valueFiles := ternary $own.valueFiles $all.valueFiles (hasKey $own "valueFiles") | default list }}
{{- $filesInGit := list }}
{{- if $git }}
{{- range prepend $valueFiles "values.yaml" }}
{{- $filesInGit = append $filesInGit (ternary (trimPrefix "/" .) (printf "%s/%s" $path .) (hasPrefix "/" .)) }}
{{- end }}
{{- end }}
{{- $fleet = append $fleet (dict
    "name" $name
    "releaseName" ($own.releaseName | default $name)
    "namespace" $namespace
    "destination" ($destination | default (dict "server" "https://kubernetes.default.svc"))
    "repository" (ternary $git.repository $chart.oci (not (not $git)) | default "")
    "revision" (ternary ($git.revision | default "main") ($chart.version | default $chart.digest) (not (not $git)) | default "")
    "path" $path
    "valueFiles" $valueFiles
    "filesInGit" $filesInGit
    "values" $values
    "valuesRepository" ($valuesGit.repository | default "")
    "valuesRevision" ($valuesGit.revision | default "main")
    "automated" $sync.automated
    "prune" $sync.prune
    "selfHeal" $sync.selfHeal
    "autoscaled" (or (eq (toString ($values.autoscaling).enabled) "true") (has "replicas" ($values.unset | default list)))
    "address" $address
    "annotations" (mergeOverwrite (include "given" (list $root $all.applicationAnnotations) | fromJson)
        (include "given" (list $root $own.annotations) | fromJson))) }}
{{- end }}
{{- toJson $fleet }}
{{- end }}

{{- /* The repositories of the charts and of the files of values, each once. */}}
{{- define "repositories" -}}
{{- $repositories := list }}
{{- range $server := index . 1 }}
{{- $repositories = append $repositories $server.repository }}
{{- range $server.valueFiles }}
{{- if hasPrefix "$values/" . }}
{{- $repositories = append $repositories $server.valuesRepository }}
{{- end }}
{{- end }}
{{- end }}
{{- uniq $repositories | sortAlpha | toJson }}
{{- end }}

{{- /* The clusters of the servers with their namespaces, those of what Prometheus and Grafana read, and further ones. */}}
{{- define "destinations" -}}
{{- $destinations := list }}
{{- range $server := index . 1 }}
{{- $namespaces := list .namespace }}
{{- range list .values.monitoring .values.dashboards }}
{{- if kindIs "map" . }}
{{- $namespaces = append $namespaces .namespace }}
{{- end }}
{{- end }}
{{- range concat (compact $namespaces) (index $ 2 | default list) }}
{{- $destinations = append $destinations (merge (dict "namespace" .) $server.destination) }}
{{- end }}
{{- end }}
{{- uniq $destinations | toJson }}
{{- end }}
