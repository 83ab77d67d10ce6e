{{- /* Words of engine options that a catalogued vLLM release does not know, as sentences. */}}
{{- define "archon-vllm.choice-problems" -}}
{{- $root := index . 0 }}
{{- $engine := index . 1 }}
{{- $release := index . 2 }}
{{- $problems := list }}
{{- if $release | and (eq $release (get (include "archon-vllm.catalog-release" (list $root $release) | fromJson) "version" | toString)) }}
{{- range $key, $choices := $root.Files.Get "files/choices.json" | fromJson }}
{{- $word := ternary (get $engine $key) nil (hasKey $engine $key) }}
{{- $own := false }}
{{- range $arg := $engine.extraArgs }}
{{- $own = or $own (and (hasKey $choices "plugin") (hasPrefix (get $choices "plugin") (toString $arg))) }}
{{- end }}
{{- if and (kindIs "string" $word) (not $own) }}
{{- with include "archon-vllm.unknown-word" (list $choices $word $release) }}
{{- $problems = append $problems (printf "engine.%s: %s" $key .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* What there is to say of a word that a release does not know; nothing where it knows the word, or no list. */}}
{{- define "archon-vllm.unknown-word" -}}
{{- $choices := index . 0 }}
{{- $release := index . 2 }}
{{- $word := ternary (index . 1 | lower | replace "-" "_") (index . 1) (hasKey $choices "folded") }}
{{- if ne "known" (include "archon-vllm.known-word" (list $choices.words $word $release)) }}
{{- $known := list }}
{{- range $one, $_ := $choices.words }}
{{- if eq "known" (include "archon-vllm.known-word" (list $choices.words $one $release)) }}
{{- $known = append $known $one }}
{{- end }}
{{- end }}
{{- if $known }}
{{- printf "vLLM %s does not know %s. It knows %s." $release (index . 1) (join ", " $known) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* "known" when a release knows a word: releases from which it does, and does not, take turns. */}}
{{- define "archon-vllm.known-word" -}}
{{- $turns := 0 }}
{{- $release := index . 2 }}
{{- range get (index . 0) (index . 1) | default list }}
{{- if semverCompare (printf ">=%s" .) $release }}
{{- $turns = add1 $turns }}
{{- end }}
{{- end }}
{{- if eq 1 (mod $turns 2 | int) }}known{{ end }}
{{- end }}
