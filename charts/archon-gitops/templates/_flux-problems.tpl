{{- /* Generated from packages/generator/templates/archon-gitops/functions/flux-problems.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /* What the values ask of Argo CD that Flux does not have. */}}
{{- define "archon-gitops.onlyArgoCd" -}}
{{- $root := index . 0 }}
{{- $all := index . 1 }}
{{- $servers := index . 2 }}
{{- $sync := include "archon-gitops.given" (list $root $all.sync) | fromJson }}
{{- $project := include "archon-gitops.given" (list $root $all.project) | fromJson }}
{{- $found := list }}
{{- if eq (($all.applicationSet).enabled) true }}
{{- $found = append $found "applicationSet" }}
{{- end }}
{{- $found = concat $found (include "archon-gitops.destinationsGiven" (list $root $all.destination $servers) | fromJsonArray) }}
{{- if eq (toString $sync.prune) "false" }}
{{- $found = append $found "sync.prune: false" }}
{{- end }}
{{- range $name, $server := $servers }}
{{- if eq (toString (($server).sync).prune) "false" }}
{{- $found = append $found (printf "servers.%s.sync.prune: false" $name) }}
{{- end }}
{{- end }}
{{- if eq (toString $all.finalizer) "false" }}
{{- $found = append $found "finalizer: false" }}
{{- end }}
{{- if $sync.options }}
{{- $found = append $found "sync.options" }}
{{- end }}
{{- $lacks := dict }}
{{- range $sync.ignoreDifferences }}
{{- if not .jsonPointers }}
{{- $_ := set $lacks "pointers" true }}
{{- end }}
{{- if ne .jqPathExpressions nil }}
{{- $_ := set $lacks "jq" true }}
{{- end }}
{{- if ne .managedFieldsManagers nil }}
{{- $_ := set $lacks "managers" true }}
{{- end }}
{{- end }}
{{- if $lacks.pointers }}
{{- $found = append $found "sync.ignoreDifferences without jsonPointers" }}
{{- end }}
{{- if $lacks.jq }}
{{- $found = append $found "jqPathExpressions" }}
{{- end }}
{{- if $lacks.managers }}
{{- $found = append $found "managedFieldsManagers" }}
{{- end }}
{{- if $project.syncWindows }}
{{- $found = append $found "project.syncWindows" }}
{{- end }}
{{- if $project.sourceRepositories }}
{{- $found = append $found "project.sourceRepositories" }}
{{- end }}
{{- if $project.namespaces }}
{{- $found = append $found "project.namespaces" }}
{{- end }}
{{- if hasKey $project "name" }}
{{- $found = append $found "project.name" }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{- /* Files of values that Flux cannot read: it takes them from the git repository of the chart. */}}
{{- define "archon-gitops.fluxFileProblems" -}}
{{- $problems := list }}
{{- if eq (index . 1) "flux" }}
{{- range $server := index . 2 }}
{{- $others := list }}
{{- range $server.valueFiles }}
{{- if hasPrefix "$values/" . }}
{{- $others = append $others . }}
{{- end }}
{{- end }}
{{- if and (hasPrefix "oci://" $server.repository) $server.valueFiles }}
{{- $problems = append $problems (printf (print "The server %s has its chart from a registry, where Flux reads no files of values. "
    "Write them in values, or take the chart from git.") $server.name) }}
{{- else if $others }}
{{- $problems = append $problems (printf (print "Flux reads files of values from the repository of the chart alone, "
    "so the server %s cannot have %s. Write them in values.") $server.name (join ", " $others)) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}
