{{- /* What two servers share that they may not: the keys of a map of lists of names, with two names or more. */}}
{{- define "shared" -}}
{{- $shared := dict }}
{{- range $key, $names := index . 1 }}
{{- if gt (len $names) 1 }}
{{- $_ := set $shared $key (join ", " $names) }}
{{- end }}
{{- end }}
{{- toJson $shared }}
{{- end }}

{{- /* Servers that would take each other's release, objects or requests. */}}
{{- define "collisions" -}}
{{- $root := index . 0 }}
{{- $problems := list }}
{{- $releases := dict }}
{{- range index . 1 }}
{{- $key := printf "%s %s %s" .releaseName .namespace (.destination.name | default .destination.server) }}
{{- $_ := set $releases $key (append (get $releases $key | default list) .name) }}
{{- end }}
{{- $taken := list }}
{{- range $key, $names := $releases }}
{{- if gt (len $names) 1 }}
{{- $taken = concat $taken $names }}
{{- $parts := splitList " " $key }}
{{- $problems = append $problems (printf (print "The servers %s are all release %s in namespace %s. "
    "Give each its own releaseName or namespace.") (join ", " $names) (index $parts 0) (index $parts 1)) }}
{{- end }}
{{- end }}
{{- $objects := dict }}
{{- $hosts := dict }}
{{- range $server := index . 1 }}
{{- if not $server.valueFiles }}
{{- $cluster := $server.destination.name | default $server.destination.server }}
{{- $name := $server.values.fullnameOverride }}
{{- if and $name (not (has $server.name $taken)) }}
{{- $key := printf "%s %s %s" $name $server.namespace $cluster }}
{{- $_ := set $objects $key (append (get $objects $key | default list) $server.name) }}
{{- end }}
{{- $ingress := include "given" (list $root $server.values.ingress) | fromJson }}
{{- if ne (toString $ingress.enabled) "false" }}
{{- $rules := ternary $ingress.hosts (list (dict "host" "archon.home.local")) (hasKey $ingress "hosts") }}
{{- range $rules }}
{{- if .host }}
{{- $key := printf "%s %s" .host $cluster }}
{{- $_ := set $hosts $key (append (get $hosts $key | default list) $server.name | uniq) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- range $key, $names := include "shared" (list $root $objects) | fromJson }}
{{- $parts := splitList " " $key }}
{{- $problems = append $problems (printf (print "The objects of the servers %s are all called %s in namespace %s. "
    "Leave fullnameOverride out, or give each its own namespace.") $names (index $parts 0) (index $parts 1)) }}
{{- end }}
{{- range $key, $names := include "shared" (list $root $hosts) | fromJson }}
{{- $problems = append $problems (printf (print "The servers %s all answer at %s. "
    "Give each its own values.ingress.hosts, or set ingress.enabled to false.") $names (splitList " " $key | first)) }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* What is written twice in a source. */}}
{{- define "written-twice" -}}
{{- $where := index . 1 }}
{{- $chart := include "given" (list . (index . 2)) | fromJson }}
{{- $problems := list }}
{{- if and (include "given" (list . $chart.git) | fromJson) (hasKey $chart "oci") }}
{{- $problems = append $problems (printf "%s has both git and oci. Keep one of them." $where) }}
{{- end }}
{{- if and (hasKey $chart "version") (hasKey $chart "digest") }}
{{- $problems = append $problems (printf "%s has both version and digest. Keep one of them." $where) }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* What is wrong with the sources of the charts. */}}
{{- define "chart-problems" -}}
{{- $root := index . 0 }}
{{- $all := index . 1 }}
{{- $problems := include "written-twice" (list $root "chart" $all) | fromJsonArray }}
{{- range $name, $server := index . 2 }}
{{- $where := printf "servers.%s.chart" $name }}
{{- $problems = concat $problems (include "written-twice" (list $root $where ($server).chart) | fromJsonArray) }}
{{- end }}
{{- if not $problems }}
{{- range $name, $server := index . 2 }}
{{- $chart := include "chart-of" (list $root $all ($server).chart) | fromJson }}
{{- $git := include "given" (list $root $chart.git) | fromJson }}
{{- $pinned := or (hasKey $chart "version") (hasKey $chart "digest") }}
{{- if and $git (not $git.repository) }}
{{- $problems = append $problems (printf "The server %s needs chart.git.repository." $name) }}
{{- else if and $git $pinned }}
{{- $problems = append $problems (printf (print "The chart of the server %s is in git, which has no version and no digest. "
    "Set chart.git.revision.") $name) }}
{{- else if and (not $git) (not $chart.oci) }}
{{- $problems = append $problems (printf (print "The server %s has no chart. "
    "Set chart.oci and chart.version, or chart.git.repository.") $name) }}
{{- else if and (not $git) (not $pinned) }}
{{- $problems = append $problems (printf "The server %s needs chart.version or chart.digest." $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* Files of values that are not where they say. */}}
{{- define "file-problems" -}}
{{- $problems := list }}
{{- range $server := index . 1 }}
{{- $needed := false }}
{{- $rooted := list }}
{{- range $server.valueFiles }}
{{- if hasPrefix "$values/" . }}
{{- $needed = true }}
{{- else if hasPrefix "/" . }}
{{- $rooted = append $rooted . }}
{{- end }}
{{- end }}
{{- if and $needed (not $server.valuesRepository) }}
{{- $problems = append $problems (printf (print "The server %s reads files from $values/. "
    "Set valuesGit.repository to the repository that they are in.") $server.name) }}
{{- end }}
{{- if and $rooted (hasPrefix "oci://" $server.repository) }}
{{- $problems = append $problems (printf (print "The server %s has its chart from a registry, which holds no %s. "
    "Set valuesGit.repository, and begin the path with $values/.") $server.name (join ", " $rooted)) }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* The paths below a value that are null. */}}
{{- define "nulls-below" -}}
{{- $root := index . 0 }}
{{- $value := index . 1 }}
{{- $path := index . 2 }}
{{- $nulls := list }}
{{- if eq $value nil }}
{{- $nulls = list $path }}
{{- else if kindIs "map" $value }}
{{- range $key, $below := $value }}
{{- $nulls = concat $nulls (include "nulls-below" (list $root $below (printf "%s.%s" $path $key)) | fromJsonArray) }}
{{- end }}
{{- end }}
{{- toJson $nulls }}
{{- end }}

{{- /* The paths of values that are null. */}}
{{- define "null-paths" -}}
{{- $root := index . 0 }}
{{- $nulls := include "nulls-below" (list $root (index . 1 | default dict) "commonValues") | fromJsonArray }}
{{- range $name, $server := index . 2 }}
{{- $values := ($server).values | default dict }}
{{- $nulls = concat $nulls (include "nulls-below" (list $root $values (printf "servers.%s.values" $name)) | fromJsonArray) }}
{{- end }}
{{- toJson $nulls }}
{{- end }}

{{- /* The servers that name their preset in two places. */}}
{{- define "preset-twice" -}}
{{- $names := list }}
{{- range $name, $server := index . 1 }}
{{- if and (ne ($server).preset nil) (ne (($server).values).preset nil) }}
{{- $names = append $names $name }}
{{- end }}
{{- end }}
{{- toJson $names }}
{{- end }}

{{- /* Clusters that are named by address and by name. */}}
{{- define "destination-problems" -}}
{{- $root := index . 0 }}
{{- $places := dict "destination" (index . 1) }}
{{- range $name, $server := index . 2 }}
{{- $_ := set $places (printf "servers.%s.destination" $name) ($server).destination }}
{{- end }}
{{- $problems := list }}
{{- range $place, $destination := $places }}
{{- if gt (include "given" (list $root $destination) | fromJson | len) 1 }}
{{- $problems = append $problems (printf "%s has both server and name. Keep one of them." $place) }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* Where a cluster is named. */}}
{{- define "destinations-given" -}}
{{- $root := index . 0 }}
{{- $places := list }}
{{- if include "given" (list $root (index . 1)) | fromJson }}
{{- $places = append $places "destination" }}
{{- end }}
{{- range $name, $server := index . 2 }}
{{- if include "given" (list $root ($server).destination) | fromJson }}
{{- $places = append $places (printf "servers.%s.destination" $name) }}
{{- end }}
{{- end }}
{{- toJson $places }}
{{- end }}

{{- /* Names in sync windows that no server has. */}}
{{- define "unknown-servers" -}}
{{- $servers := index . 2 | default dict }}
{{- $unknown := list }}
{{- range index . 1 }}
{{- range .servers }}
{{- if not (hasKey $servers .) }}
{{- $unknown = append $unknown . }}
{{- end }}
{{- end }}
{{- end }}
{{- uniq $unknown | sortAlpha | toJson }}
{{- end }}

{{- /* Kinds of the servers' own objects that the project does not allow. A text is a template: its kind is unknown here. */}}
{{- define "unlisted-kinds" -}}
{{- $allowed := list }}
{{- range index . 2 }}
{{- $allowed = append $allowed (ternary (printf "%s of %s" .kind .group) .kind (not (not .group))) }}
{{- end }}
{{- $unlisted := list }}
{{- range $server := index . 1 }}
{{- range $server.values.extraObjects }}
{{- if kindIs "map" . }}
{{- $group := ternary (splitList "/" .apiVersion | first) "" (contains "/" .apiVersion) }}
{{- $kind := ternary (printf "%s of %s" .kind $group) .kind (not (not $group)) }}
{{- if not (has $kind $allowed) }}
{{- $unlisted = append $unlisted $kind }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- uniq $unlisted | sortAlpha | toJson }}
{{- end }}

{{- /* Sync windows that are also for other servers, where a window is for "<server>-*", on every cluster. */}}
{{- define "wider-windows" -}}
{{- $servers := index . 2 | default dict }}
{{- $wider := list }}
{{- range index . 1 }}
{{- $own := .servers | default list }}
{{- range $name := $own }}
{{- range $other, $server := $servers }}
{{- if and (hasPrefix (print $name "-") $other) (not (has $other $own)) }}
{{- $wider = append $wider (printf "that of %s is also for %s" $name $other) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- uniq $wider | sortAlpha | toJson }}
{{- end }}

{{- /* Servers whose values say that their pods run as root. */}}
{{- define "as-root" -}}
{{- $names := list }}
{{- range index . 1 }}
{{- $context := .values.podSecurityContext | default dict }}
{{- $isRoot := or (eq (toString $context.runAsUser) "0") (eq (toString $context.runAsNonRoot) "false") }}
{{- if or (eq (toString .values.preset) "archon-seed") $isRoot }}
{{- $names = append $names .name }}
{{- end }}
{{- end }}
{{- toJson $names }}
{{- end }}
