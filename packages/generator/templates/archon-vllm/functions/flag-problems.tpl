{{- /* Engine options that a vLLM release does not have, as sentences. */}}
{{- define "archon-vllm.flag-problems" -}}
{{- $engine := index . 1 }}
{{- $release := index . 2 }}
{{- $problems := list }}
{{- if $release }}
{{- range $key, $spellings := (index . 0).Files.Get "files/engine-flags.json" | fromJson }}
{{- $value := get $engine $key }}
{{- if hasKey $engine $key | and (ne (get $engine $key) nil) }}
{{- $spelling := ternary "off" "on" (eq (toString $value) "false" | and (hasKey $spellings "off")) }}
{{- $arity := include "archon-vllm.arity" (list (get $spellings $spelling).arity $release) }}
{{- if eq $arity "absent" }}
{{- $problems = append $problems (printf "engine.%s: vLLM %s does not know %s; leave the value out, or change image.tag." $key $release (get $spellings $spelling).spelling) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* The arity of a flag on a release: the last entry that is not newer. */}}
{{- define "archon-vllm.arity" -}}
{{- $release := index . 1 }}
{{- $arity := "absent" }}
{{- range index . 0 }}
{{- if semverCompare (printf ">=%s" (index . 0)) $release }}
{{- $arity = index . 1 }}
{{- end }}
{{- end }}
{{- $arity }}
{{- end }}
