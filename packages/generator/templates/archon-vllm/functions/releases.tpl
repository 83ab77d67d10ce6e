{{- /* The newest vLLM release of the catalog that is not newer than the given one; an empty map when there is none. */}}
{{- define "catalog-release" -}}
{{- $found := dict }}
{{- if index . 1 }}
{{- $release := index . 1 }}
{{- range (index . 0).Files.Get "files/releases.json" | fromJsonArray }}
{{- if semverCompare (printf ">=%s" .version) $release }}
{{- $found = . }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{- /* What the catalog knows of a model; nothing where it does not have it. */}}
{{- define "catalog-model" -}}
{{- get ((index . 0).Files.Get "files/models.json" | fromJson) (index . 1) | default dict | toJson }}
{{- end }}

{{- /* Why tensor parallelism cannot divide a model on a release, as sentences; the model is the catalog's entry. */}}
{{- define "shard-problems" -}}
{{- $model := index . 1 | default dict }}
{{- $engine := index . 2 }}
{{- $release := index . 3 }}
{{- $problems := list }}
{{- /* One GPU takes the whole of a model. */}}
{{- $several := ne "1" ($engine.tensorParallelSize | default 1 | toString) }}
{{- $version := "" }}
{{- if and $several $model.shards }}
{{- $version = (include "catalog-release" (list (index . 0) $release) | fromJson).version }}
{{- end }}
{{- if $version }}
{{- $whole := eq "true" (include "extra-arg" (list (index . 0) $engine.extraArgs "enable-expert-parallel")) }}
{{- $row := include "at-release" (list (get $model.shards (ternary "expert" "tensor" $whole) | default list) $version) }}
{{- if hasPrefix "{" $row }}
{{- with get (fromJson $row) ($engine.tensorParallelSize | default 1 | toString) }}
{{- $problems = append $problems . }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* Engine options that a vLLM release does not have, as sentences. */}}
{{- define "flag-problems" -}}
{{- $engine := index . 1 }}
{{- $release := index . 2 }}
{{- $problems := list }}
{{- if $release }}
{{- range $key, $forms := (index . 0).Files.Get "files/engine-flags.json" | fromJson }}
{{- $value := get $engine $key }}
{{- if hasKey $engine $key | and (ne (get $engine $key) nil) }}
{{- $form := ternary "off" "on" (eq (toString $value) "false" | and (hasKey $forms "off")) | get $forms }}
{{- if eq "absent" (include "arity" (list $form.arity $release)) }}
{{- $problems = append $problems (printf "engine.%s: %s" $key (include "flag-absence"
    (dict "written" $form.name "flag" $forms.on "negation" $form.arity "release" $release
    "leave" "leave the value out"))) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* The arity of a flag on a release: the last entry that is not newer. */}}
{{- define "arity" -}}
{{- $release := index . 1 }}
{{- $arity := "absent" }}
{{- range index . 0 }}
{{- if semverCompare (printf ">=%s" (index . 0)) $release }}
{{- $arity = index . 1 }}
{{- end }}
{{- end }}
{{- $arity }}
{{- end }}

{{- /* Why a release does not have a flag by the name that is written, and what to do, as a sentence. */}}
{{- define "flag-absence" -}}
{{- $since := "" }}
{{- $gone := "" }}
{{- $known := false }}
{{- range .flag.arity }}
{{- $there := ne "absent" (index . 1) }}
{{- if semverCompare (printf ">=%s" (index . 0)) $.release }}
{{- $gone = ternary "" (index . 0) (or $there (not $known)) }}
{{- $known = or $known $there }}
{{- else if and $there (not $since) }}
{{- $since = index . 0 }}
{{- end }}
{{- end }}
{{- if $gone }}
{{- printf "%s is gone since vLLM %s, and the release is %s: %s." .written $gone .release (.successor | default "remove it") }}
{{- else if not $known }}
{{- printf "%s is known from vLLM %s on, and the release is %s: %s, or take a newer image." .written $since .release .leave }}
{{- else if hasPrefix "--no-" .written }}
{{- $came := "" }}
{{- range .negation | default list }}
{{- if and (ne "absent" (index . 1)) (not (semverCompare (printf ">=%s" (index . 0)) $.release)) (not $came) }}
{{- $came = printf " (it is known from %s on)" (index . 0) }}
{{- end }}
{{- end }}
{{- printf "vLLM %s has no %s%s: leave %s out to have it off." .release .written $came .flag.name }}
{{- else }}
{{- printf "vLLM %s does not know the alias %s: write %s." .release .written .flag.name }}
{{- end }}
{{- end }}

{{- /* Choices of engine options that a vLLM release of the catalog does not know, as sentences. */}}
{{- define "choice-problems" -}}
{{- $root := index . 0 }}
{{- $engine := index . 1 }}
{{- $release := index . 2 }}
{{- $problems := list }}
{{- if $release }}
{{- range $key, $entry := $root.Files.Get "files/choices.json" | fromJson }}
{{- $choice := ternary (get $engine $key) nil (hasKey $engine $key) }}
{{- $own := false }}
{{- range $arg := $engine.extraArgs }}
{{- $own = or $own (and (hasKey $entry "plugin") (hasPrefix (get $entry "plugin") (toString $arg))) }}
{{- end }}
{{- if and (kindIs "string" $choice) (not $own) }}
{{- with include "unknown-choice" (list $entry $choice $release) }}
{{- $problems = append $problems (printf "engine.%s: %s" $key .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if and $problems (not (include "is-catalogued" (list $root $release))) }}
{{- $problems = list }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /*
A sentence about a choice that a release does not know; empty where it knows the choice, or has no list, or the list is
open and no name on it is like the choice.
*/}}
{{- define "unknown-choice" -}}
{{- $entry := index . 0 }}
{{- $release := index . 2 }}
{{- $choice := ternary (index . 1 | lower | replace "-" "_") (index . 1) (hasKey $entry "folded") }}
{{- if ne "known" (include "known-choice" (list $entry.choices $choice $release)) }}
{{- $known := list }}
{{- range $one, $_ := $entry.choices }}
{{- if eq "known" (include "known-choice" (list $entry.choices $one $release)) }}
{{- $known = append $known $one }}
{{- end }}
{{- end }}
{{- if and (hasKey $entry "open") (semverCompare (printf ">=%s" $entry.open) $release) }}
{{- /* vLLM reads most of them in any case. */}}
{{- if not (has (index . 1 | lower) (join "," $known | lower | splitList ",")) }}
{{- with include "alike" (list (index . 1) $known) }}
{{- printf "vLLM %s does not know %s. Did you mean %s?" $release (index $ 1) . }}
{{- end }}
{{- end }}
{{- else if $known }}
{{- printf "vLLM %s does not know %s. It knows %s." $release (index . 1) (join ", " $known) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* "known" when a release has a choice: the list is, in turn, a release that has it first and one that no longer does. */}}
{{- define "known-choice" -}}
{{- $changes := 0 }}
{{- $release := index . 2 }}
{{- range get (index . 0) (index . 1) | default list }}
{{- if semverCompare (printf ">=%s" .) $release }}
{{- $changes = add1 $changes }}
{{- end }}
{{- end }}
{{- if eq 1 (mod $changes 2 | int) }}known{{ end }}
{{- end }}

{{- /* What is wrong with a list of vLLM arguments on a release, as sentences. Flags are looked up in files/flags.json. */}}
{{- define "extra-arg-problems" -}}
{{- $release := index . 2 }}
{{- $problems := list }}
{{- if and (index . 1) $release }}
{{- $table := (index . 0).Files.Get "files/flags.json" | fromJson }}
{{- $seen := dict }}
{{- $last := "" }}
{{- $arity := "" }}
{{- $open := "" }}
{{- $choices := dict }}
{{- $refused := dict }}
{{- $followers := 0 }}
{{- range index . 1 }}
{{- if and (hasPrefix "-" .) (not (regexMatch "^-([0-9]+|[0-9]*\\.[0-9]+)$" .)) }}
{{- /* A flag: first close the one before it. */}}
{{- if and $last (has $open (list "one" "many")) (eq (int $followers) 0) }}
{{- $problems = append $problems
    (printf "%s has no value: write %s=<value>, or leave the flag out." $last $last) }}
{{- end }}
{{- $followers = 0 }}
{{- $open = "" }}
{{- $last = "" }}
{{- $entry := regexReplaceAll "^-O([0-9])$" . "-O=${1}" }}
{{- $head := splitList "=" $entry | first }}
{{- $inline := contains "=" $entry }}
{{- $spaced := regexMatch "\\s" $head }}
{{- $written := ternary $head (splitList "." $head | first) $spaced }}
{{- $path := ternary "" (trimPrefix $written $head) $spaced }}
{{- $name := ternary (replace "_" "-" $written) $written (hasPrefix "--" $written) }}
{{- $row := get $table.names $name | default dict }}
{{- $arity = include "arity" (list ($row.arity | default list) $release) }}
{{- $flag := $row.flag | default (trimPrefix "--" $name) }}
{{- if $spaced }}
{{- $problems = append $problems
    (printf "%q is one entry: write the flag and its value with = between, or as two entries." .) }}
{{- else if eq $arity "absent" }}
{{- if $row.arity }}
{{- $full := merge (dict "name" (printf "--%s" $flag)) (get $table.names (printf "--%s" $flag)) }}
{{- $problems = append $problems (include "flag-absence" (dict "written" $written "flag" $full "negation" $row.arity
    "release" $release "leave" "remove it" "successor" (get $table.successors $flag))) }}
{{- else }}
{{- $problems = append $problems
    (printf "%s is not a flag of vLLM %s: correct its name, or remove it." $written $release) }}
{{- end }}
{{- else }}
{{- if hasKey $table.reserved $flag }}
{{- $owner := get $table.reserved $flag }}
{{- /* JSON is YAML too. */}}
{{- $json := ternary (trimPrefix (printf "%s=" $head) $entry) "" (and $inline (eq $arity "json") (not (hasSuffix "+" $path))) }}
{{- $to := ternary "" (printf "%s to %s" $path $json) (eq $json "") }}
{{- $problems = append $problems (ternary
    (printf "%s has a value of its own: set %s%s." $written $owner $to)
    (printf "%s is for the chart to set: remove it." $written)
    (ne $owner "")) }}
{{- end }}
{{- if $path }}
{{- if ne $arity "json" }}
{{- $problems = append $problems (printf "%s%s: vLLM %s does not read keys of %s." $written $path $release $written) }}
{{- else if not (trimSuffix "+" (trimPrefix "." $path)) }}
{{- $problems = append $problems (printf "%s%s names no key." $written $path) }}
{{- end }}
{{- end }}
{{- $repeats := false }}
{{- range get $seen $flag | default list }}
{{- if or (eq . "") (eq $path "") (and (eq . $path) (not (hasSuffix "+" $path))) }}
{{- $repeats = true }}
{{- end }}
{{- end }}
{{- if and $repeats (not $row.repeatable) }}
{{- $problems = append $problems (printf "%s is given twice: keep one." $written) }}
{{- end }}
{{- $_ := set $seen $flag (append (get $seen $flag | default list) $path) }}
{{- $refused = ternary dict (get $table.refused $flag | default dict) (or (ne $path "")
    (and (hasPrefix "--no-" $name) (ne $name (printf "--%s" $flag)))) }}
{{- if and $refused (not $refused.values) }}
{{- $problems = append $problems (printf "%s: %s." $written $refused.why) }}
{{- else if and $inline $refused (regexMatch ($refused.values | default "^$") (trimPrefix (printf "%s=" $head) $entry)) }}
{{- $problems = append $problems (printf "%s: %s." $entry $refused.why) }}
{{- end }}
{{- $last = $written }}
{{- $open = ternary "one" $arity (eq $arity "json") }}
{{- $choices = ternary dict (get $table.choices $flag | default dict) (ne $path "") }}
{{- if $inline }}
{{- if eq $arity "none" }}
{{- $problems = append $problems
    (printf "%s takes no value: write %s alone, or leave it out." $written $written) }}
{{- else if hasSuffix "=" $entry | and (eq (splitList "=" $entry | len) 2) }}
{{- $problems = append $problems
    (printf "%s has no value: write %s=<value>, or leave the flag out." $written $written) }}
{{- else if $choices }}
{{- with include "unknown-value" (list $choices (trimPrefix (printf "%s=" $head) $entry) $release) }}
{{- $problems = append $problems (printf "%s: %s" $written .) }}
{{- end }}
{{- end }}
{{- $open = "none" }}
{{- end }}
{{- end }}
{{- else }}
{{- /* A value: it needs a flag that still takes one. */}}
{{- $followers = add $followers 1 }}
{{- if not $last }}
{{- $problems = append $problems
    (printf "%q follows no flag: write --flag=value, or the flag and its value as two entries." .) }}
{{- else if eq $open "none" | or (gt (int $followers) 1 | and (has $open (list "one" "optional"))) }}
{{- $problems = append $problems
    (printf "%q follows %s, which takes no further value: remove it." . $last) }}
{{- else if and $refused (regexMatch ($refused.values | default "^$") .) }}
{{- $problems = append $problems (printf "%s=%s: %s." $last . $refused.why) }}
{{- else if $choices }}
{{- with include "unknown-value" (list $choices . $release) }}
{{- $problems = append $problems (printf "%s: %s" $last .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if and $last (has $open (list "one" "many")) (eq (int $followers) 0) }}
{{- $problems = append $problems
    (printf "%s has no value: write %s=<value>, or leave the flag out." $last $last) }}
{{- end }}
{{- end }}
{{- uniq $problems | toJson }}
{{- end }}

{{- /* What a list of vLLM arguments gives a flag, as text: true or false of a switch; empty where the flag is not there. */}}
{{- define "extra-arg" -}}
{{- $wanted := index . 2 }}
{{- $found := list }}
{{- $open := false }}
{{- if index . 1 }}
{{- $names := ((index . 0).Files.Get "files/flags.json" | fromJson).names }}
{{- range index . 1 }}
{{- if and (hasPrefix "-" .) (not (regexMatch "^-([0-9]+|[0-9]*\\.[0-9]+)$" .)) }}
{{- $head := splitList "=" . | first }}
{{- $name := ternary (replace "_" "-" $head) $head (hasPrefix "--" $head) }}
{{- $flag := (get $names $name | default dict).flag | default (trimPrefix "--" $name) }}
{{- $open = and (eq $flag $wanted) (hasKey $names $name) }}
{{- if and $open (contains "=" .) }}
{{- $found = append $found (trimPrefix (printf "%s=" $head) .) }}
{{- $open = false }}
{{- else if $open }}
{{- $found = append $found (ternary "false" "true" (and (hasPrefix "--no-" $name) (ne $name (printf "--%s" $flag)))) }}
{{- end }}
{{- else if $open }}
{{- $found = append (initial $found) . }}
{{- $open = false }}
{{- end }}
{{- end }}
{{- end }}
{{- first $found | default "" }}
{{- end }}

{{- /* The same for the value of a flag; many flags take an empty value, and None, for no value. */}}
{{- define "unknown-value" -}}
{{- if not (has (index . 1) (list "" "None")) }}
{{- include "unknown-choice" . }}
{{- end }}
{{- end }}
