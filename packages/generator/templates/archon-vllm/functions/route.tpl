{{- /* The first path, without a slash at its end: where the API is. */}}
{{- define "routePath" -}}
{{- index . 1 | default (list "/v1") | first | trimSuffix "/" }}
{{- end }}

{{- /* A Gateway, with its namespace where it is another one, and its kind unless that is Gateway. */}}
{{- define "gateway" -}}
{{- $parent := index . 1 }}
{{- if ne ($parent.kind | default "Gateway") "Gateway" }}{{ $parent.kind }} {{ end }}
{{- with $parent.namespace }}{{ . }}/{{ end }}{{ $parent.name }}
{{- end }}

{{- /* A Gateway's listener; the Gateway where none is named. A port does not count. */}}
{{- define "gateway-listener" -}}
{{- $parent := index . 1 }}
{{- include "gateway" . }}
{{- with $parent.sectionName }}:{{ . }}{{ end }}
{{- end }}

{{- /* The listeners that parents name, each as one text. */}}
{{- define "gatewayListeners" -}}
{{- $root := index . 0 }}
{{- $listeners := list }}
{{- range index . 1 }}
{{- $listeners = append $listeners (include "gateway-listener" (list $root .)) }}
{{- end }}
{{- toJson $listeners }}
{{- end }}

{{- /* Gateways that parents name both whole and by a listener. */}}
{{- define "wholeAndPart" -}}
{{- $root := index . 0 }}
{{- $whole := list }}
{{- $parts := list }}
{{- range index . 1 }}
{{- $gateway := include "gateway" (list $root .) }}
{{- if eq $gateway (include "gateway-listener" (list $root .)) }}
{{- $whole = append $whole $gateway }}
{{- else }}
{{- $parts = append $parts $gateway }}
{{- end }}
{{- end }}
{{- $both := list }}
{{- range uniq $whole }}
{{- if has . $parts }}
{{- $both = append $both . }}
{{- end }}
{{- end }}
{{- toJson $both }}
{{- end }}

{{- /* What a rewritten path lacks, of the field that its type names and the one path that a prefix is replaced in. */}}
{{- define "rewrite-problem" -}}
{{- $path := (index . 1).path | default dict }}
{{- $paths := index . 2 }}
{{- with $path.type }}
{{- $field := printf "%s%s" (substr 0 1 . | lower) (substr 1 -1 .) }}
{{- if ne (keys (omit $path "type") | sortAlpha | join " ") $field -}}
The path of a filter URLRewrite has the type {{ . }}: it needs the field {{ $field }}, and no other.
{{- else if and (eq . "ReplacePrefixMatch") (gt (len $paths) 1) -}}
replacePrefixMatch is for a single path, and httpRoute.paths has {{ len $paths }}. Keep one.
{{- end }}
{{- end }}
{{- end }}

{{- /* What the definition of the HTTPRoute refuses of filters and paths, in sentences. */}}
{{- define "filterProblems" -}}
{{- $root := index . 0 }}
{{- $paths := index . 2 | default list }}
{{- $problems := list }}
{{- $seen := list }}
{{- $fields := dict "URLRewrite" "urlRewrite" "CORS" "cors" }}
{{- range index . 1 }}
{{- $field := get $fields .type | default (printf "%s%s" (substr 0 1 .type | lower) (substr 1 -1 .type)) }}
{{- if eq .type "RequestRedirect" }}
{{- $problems = append $problems "A filter RequestRedirect answers instead of vLLM, and the Gateway API refuses both. Remove it." }}
{{- else if ne (keys (omit . "type") | sortAlpha | join " ") $field }}
{{- $problems = append $problems (printf "A filter of the type %s needs the field %s, and no other." .type $field) }}
{{- else if and (has .type $seen) (not (has .type (list "RequestMirror" "ExtensionRef"))) }}
{{- $problems = append $problems (printf "The Gateway API allows one filter of the type %s. Write all of it in one." .type) }}
{{- else if eq .type "URLRewrite" }}
{{- with include "rewrite-problem" (list $root .urlRewrite $paths) }}
{{- $problems = append $problems . }}
{{- end }}
{{- end }}
{{- $seen = append $seen .type }}
{{- end }}
{{- toJson $problems }}
{{- end }}
