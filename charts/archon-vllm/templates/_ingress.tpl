{{- /* Generated from packages/generator/templates/archon-vllm/functions/ingress.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /* The first path of the first host, without a slash at its end: where the API is. */}}
{{- define "archon-vllm.apiPath" -}}
{{- $path := "/v1" }}
{{- range $index, $host := index . 1 }}
{{- with $host.paths }}
{{- $path = ternary (index . 0).path $path (eq $index 0) }}
{{- end }}
{{- end }}
{{- trimSuffix "/" $path }}
{{- end }}

{{- /* Paths that begin a tree of routes and are matched exactly, so that no route of vLLM is reached. */}}
{{- define "archon-vllm.exactTrees" -}}
{{- $found := list }}
{{- range index . 1 }}
{{- range .paths }}
{{- if and (eq (toString .pathType) "Exact") (regexMatch "^/$|/v1/?$" .path) }}
{{- $found = append $found .path }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{- /* Hosts by which clients need a key, or which leave that to apiKey.allowAnonymous. */}}
{{- define "archon-vllm.hostsWithKey" -}}
{{- $hosts := list }}
{{- range index . 1 }}
{{- if not .allowAnonymous }}
{{- $hosts = append $hosts (.host | default "") }}
{{- end }}
{{- end }}
{{- toJson $hosts }}
{{- end }}

{{- /* Whether a host is another one, or a wildcard for its first label: "true", or nothing. */}}
{{- define "archon-vllm.covers" -}}
{{- $host := index . 1 }}
{{- $other := index . 2 }}
{{- $isSibling := eq (regexReplaceAll "^[^.]*" $host "") (regexReplaceAll "^[^.]*" $other "") }}
{{- if or (eq $host $other) (and (hasPrefix "*." $host) $isSibling) }}true{{ end }}
{{- end }}

{{- /* Hosts of certificates that no rule of the Ingress is for. A wildcard is for one label. */}}
{{- define "archon-vllm.tlsStrangers" -}}
{{- $root := index . 0 }}
{{- $hosts := index . 1 }}
{{- $strangers := list }}
{{- range index . 2 }}
{{- range $name := .hosts }}
{{- $known := false }}
{{- range $hosts }}
{{- $host := .host | default "" }}
{{- $covered := or (include "archon-vllm.covers" (list $root $host $name)) (include "archon-vllm.covers" (list $root $name $host)) }}
{{- $known = or $known (not $host) $covered }}
{{- end }}
{{- if not $known }}
{{- $strangers = append $strangers $name }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $strangers }}
{{- end }}
