{{- /* How many adapters there are, and the options of the engine that follow; 0 where the engine has its own, or none is needed. */}}
{{- define "lora-options" -}}
{{- $adapters := (index . 1).adapters | default list }}
{{- $engine := index . 2 | default dict }}
{{- $count := len $adapters }}
{{- $rank := 0 }}
{{- range $adapters }}
{{- $rank = max $rank (.rank | default 0 | int64) }}
{{- end }}
{{- $most := 0 }}
{{- if not $engine.maxLoras }}
{{- $most = min $count ($engine.maxCpuLoras | default $count | int64) }}
{{- end }}
{{- $above := 0 }}
{{- if and $rank (not $engine.maxLoraRank) }}
{{- range list 512 320 256 128 64 32 16 8 1 }}
{{- $above = ternary . $above (ge (int64 .) (int64 $rank)) }}
{{- end }}
{{- end }}
{{- dict "adapters" $count "maxLoras" $most "maxLoraRank" $above | toJson }}
{{- end }}

{{- /* What is wrong with each adapter, as sentences: of lora, engine, release. */}}
{{- define "adapter-problems" -}}
{{- $claim := (index . 1).existingClaim }}
{{- $most := (index . 2 | default dict).maxLoraRank | default 0 | int64 }}
{{- $release := index . 3 }}
{{- $problems := list }}
{{- range (index . 1).adapters }}
{{- $found := list }}
{{- if eq (not .repo) (not .path) }}
{{- $found = append $found "needs one of repo and path." }}
{{- end }}
{{- if and .revision (not .repo) }}
{{- $found = append $found "has a revision, which is of a repo. Set repo, or remove revision." }}
{{- end }}
{{- if and .path (not $claim) (not (hasPrefix "/" (.path | default ""))) }}
{{- $found = append $found (printf "is in the folder %s of a claim. Set lora.existingClaim." .path) }}
{{- end }}
{{- $rank := .rank | default 0 | int64 }}
{{- if and $most (gt $rank $most) }}
{{- $found = append $found
    (printf "has rank %d, and engine.maxLoraRank is %d. Raise engine.maxLoraRank, or leave it out." $rank $most) }}
{{- end }}
{{- if $release }}
{{- if and .repo (not .revision) (semverCompare "<0.5.5" $release) }}
{{- $found = append $found (printf "vLLM %s does not download it. Set revision." $release) }}
{{- end }}
{{- if and .baseModelName (semverCompare "<0.6.6" $release) }}
{{- $found = append $found (printf "vLLM %s does not read baseModelName. Remove it." $release) }}
{{- end }}
{{- end }}
{{- $name := .name }}
{{- range $found }}
{{- $problems = append $problems (printf "Adapter %q: %s" $name .) }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}

{{- /* What is downloaded before vLLM starts, as id@revision, each once: the model, where it is, and the commits of adapters. */}}
{{- define "downloads-of" -}}
{{- $found := list }}
{{- with index . 2 }}
{{- $found = append $found . }}
{{- end }}
{{- range (index . 1).adapters }}
{{- if and .repo .revision }}
{{- $found = append $found (printf "%s@%s" .repo .revision) }}
{{- end }}
{{- end }}
{{- uniq $found | toJson }}
{{- end }}
