{{- /* Generated from packages/generator/templates/archon-vllm/functions/network-policy.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /* What Kubernetes refuses of peers, in sentences. */}}
{{- define "archon-vllm.peerProblems" -}}
{{- $policy := index . 1 }}
{{- $problems := list }}
{{- $from := list }}
{{- range $policy.extraIngress }}
{{- $from = concat $from (.from | default list) }}
{{- end }}
{{- $to := list }}
{{- range $policy.extraEgress }}
{{- $to = concat $to (.to | default list) }}
{{- end }}
{{- range list (list "clients" $policy.clients) (list "controllers" $policy.controllers)
    (list "monitoring" $policy.monitoring) (list "modelSource.peers" ($policy.modelSource | default dict).peers) (list "collector" $policy.collector)
    (list "extraIngress" $from) (list "extraEgress" $to) }}
{{- $name := first . }}
{{- range last . }}
{{- if not . }}
{{- $problems = append $problems (printf "A peer of %s is empty, which Kubernetes refuses. podSelector: {} is all pods of the namespace." $name) }}
{{- else if and (hasKey . "ipBlock") (gt (len .) 1) }}
{{- $problems = append $problems (printf "A peer of %s has an ipBlock and a selector, which Kubernetes refuses. Write two peers." $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* The port of an address, where it is not one of ports; an address without a port has that of its scheme. */}}
{{- define "archon-vllm.closedPort" -}}
{{- $url := index . 1 | default "" }}
{{- $ports := list }}
{{- range index . 2 }}
{{- $ports = append $ports (toString (int64 .)) }}
{{- end }}
{{- $place := regexFind `^https?://([^/?#]*@)?(\[[^\]]*\]|[^/?#:@]*):[0-9]+` $url }}
{{- $port := regexFind "[0-9]+$" $place | default (ternary "80" "443" (hasPrefix "http://" $url)) }}
{{- if and $url (not (has $port $ports)) }}
{{- $port }}
{{- end }}
{{- end }}

{{- /* Host names of what the pods contact. A * of Cilium is no more than one label. */}}
{{- define "archon-vllm.sourceHosts" -}}
{{- $hosts := list "huggingface.co" "*.huggingface.co" "*.hf.co" "*.*.hf.co" "*.*.*.hf.co" }}
{{- with index . 2 }}
{{- with regexReplaceAll `^https?://([^/?#]*@)?(\[[^\]]*\]|[^/?#:@]*).*$` . "${2}" }}
{{- $hosts = list . }}
{{- end }}
{{- end }}
{{- with index . 1 }}
{{- $hosts = . }}
{{- end }}
{{- if index . 3 }}
{{- $hosts = append $hosts "stats.vllm.ai" }}
{{- end }}
{{- toJson $hosts }}
{{- end }}

{{- /* Those that no name of DNS outside of the cluster is: addresses, and Services. */}}
{{- define "archon-vllm.hostsInside" -}}
{{- $inside := list }}
{{- range index . 1 }}
{{- if regexMatch `^\[|^[0-9.]+$|^[^.*]+$|\.svc(\.|$)` . }}
{{- $inside = append $inside . }}
{{- end }}
{{- end }}
{{- toJson $inside }}
{{- end }}
