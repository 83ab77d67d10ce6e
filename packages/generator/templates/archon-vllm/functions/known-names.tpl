{{- /* Keys of JSON options, and choices of such keys, that a vLLM release of the catalog does not know, as sentences. */}}
{{- define "option-key-problems" -}}
{{- $root := index . 0 }}
{{- $engine := index . 1 }}
{{- $release := index . 2 }}
{{- $problems := list }}
{{- $maps := list }}
{{- range $option, $value := $engine }}
{{- if kindIs "map" $value }}
{{- $maps = append $maps $option }}
{{- end }}
{{- end }}
{{- if and $maps (include "is-catalogued" (list $root $release)) }}
{{- $tables := $root.Files.Get "files/option-keys.json" | fromJson }}
{{- range $path, $table := $tables.keys }}
{{- $value := include "option-value" (list $engine $path) | fromJsonArray | first }}
{{- if and $value (kindIs "map" $value) }}
{{- /* Where a release has none, the option itself is what it does not know. */}}
{{- if or (contains "." $path) (include "names-on" (list $table $release) | fromJsonArray) }}
{{- range keys $value | sortAlpha }}
{{- with include "name-problem" (list . $table $release dict) }}
{{- $problems = append $problems (printf "engine.%s: %s" $path .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- range $path, $table := $tables.choices }}
{{- $value := include "option-value" (list $engine $path) | fromJsonArray | first }}
{{- /* Where a release has no list, it takes any text, or does not know the key. */}}
{{- if and (kindIs "string" $value) (include "names-on" (list $table $release) | fromJsonArray) }}
{{- with include "name-problem" (list $value $table $release dict) }}
{{- $problems = append $problems (printf "engine.%s: %s" $path .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* What is at a path in a map, in a list; an empty map where nothing is. */}}
{{- define "option-value" -}}
{{- $value := index . 0 }}
{{- range splitList "." (index . 1) }}
{{- if and (kindIs "map" $value) (hasKey $value .) }}
{{- $value = get $value . }}
{{- else }}
{{- $value = dict }}
{{- end }}
{{- end }}
{{- list $value | toJson }}
{{- end }}

{{- /* Environment variables of vLLM's own that a vLLM release of the catalog does not read, as sentences. */}}
{{- define "variable-problems" -}}
{{- $root := index . 0 }}
{{- $release := index . 2 }}
{{- $problems := list }}
{{- $own := list }}
{{- range index . 1 }}
{{- if hasPrefix "VLLM_" . }}
{{- $own = append $own . }}
{{- end }}
{{- end }}
{{- if and $own (include "is-catalogued" (list $root $release)) }}
{{- $tables := $root.Files.Get "files/variables.json" | fromJson }}
{{- range uniq $own | sortAlpha }}
{{- with include "name-problem" (list . $tables.names $release $tables.successors) }}
{{- $problems = append $problems (printf "extraEnv: %s" .) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* Whether the catalog has exactly this release; empty where it does not. */}}
{{- define "is-catalogued" -}}
{{- $release := index . 1 }}
{{- if $release | and (eq $release (get (include "catalog-release" . | fromJson) "version" | toString)) }}true{{ end }}
{{- end }}

{{- /* The names of a table that a release has, sorted. */}}
{{- define "names-on" -}}
{{- $names := list }}
{{- range $name, $_ := index . 0 }}
{{- if eq "known" (include "known-choice" (list (index $ 0) $name (index $ 1))) }}
{{- $names = append $names $name }}
{{- end }}
{{- end }}
{{- toJson $names }}
{{- end }}

{{- /* Why a release does not know a name, and what to write instead, by a map of successors; empty where it does. */}}
{{- define "name-problem" -}}
{{- $name := index . 0 }}
{{- $release := index . 2 }}
{{- if ne "known" (include "known-choice" (list (index . 1) $name $release)) }}
{{- $gone := "" }}
{{- $since := "" }}
{{- range get (index . 1) $name | default list }}
{{- $since = $since | default . }}
{{- if semverCompare (printf ">=%s" .) $release }}
{{- $gone = . }}
{{- end }}
{{- end }}
{{- if $gone }}
{{- $successor := ternary (printf "set %s instead" (get (index . 3) $name)) "remove it" (hasKey (index . 3) $name) }}
{{- printf "%s is gone since vLLM %s, and the release is %s: %s." $name $gone $release $successor }}
{{- else if $since }}
{{- printf "%s is known from vLLM %s on, and the release is %s: remove it, or take a newer image." $name $since $release }}
{{- else }}
{{- $known := include "names-on" (list (index . 1) $release) | fromJsonArray }}
{{- $advice := ternary (printf "It knows %s." (join ", " $known)) "Remove it." (and $known (le (len $known) 60) | not | not) }}
{{- with include "alike" (list $name $known) }}
{{- $advice = printf "Did you mean %s?" . }}
{{- end }}
{{- printf "vLLM %s does not know %s. %s" $release $name $advice }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The name of a list with the fewest letters that another does not have, in any order; empty where over a quarter differ. */}}
{{- define "alike" -}}
{{- $letters := regexReplaceAll "[_-]" (index . 0 | lower) "" | splitList "" }}
{{- $nearest := "" }}
{{- $least := 1000 }}
{{- range $candidate := index . 1 }}
{{- $rest := regexReplaceAll "[_-]" (lower $candidate) "" }}
{{- $length := splitList "" $rest | len }}
{{- range $letters }}
{{- $parts := splitn . 2 $rest }}
{{- $rest = printf "%s%s" $parts._0 ($parts._1 | default "") }}
{{- end }}
{{- $left := ternary 0 (splitList "" $rest | len) (eq $rest "") }}
{{- $differing := add (sub (len $letters) $length) (mul 2 $left) }}
{{- if and (lt $differing (int64 $least)) (le (mul 4 $differing) (add (len $letters) $length)) }}
{{- $least = $differing }}
{{- $nearest = $candidate }}
{{- end }}
{{- end }}
{{- $nearest }}
{{- end }}
