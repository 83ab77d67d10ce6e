{{- /* Generated from packages/generator/templates/archon-vllm/functions/model-id.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /*
What is wrong with the form of model.id, as a list of one sentence or none: an address, or GGUF on a release whose image does
not read it (packages/sizing/src/check-model-id.ts). Without a release GGUF is not checked.
*/}}
{{- define "archon-vllm.modelIdProblems" -}}
{{- $id := index . 1 | default "" | toString }}
{{- $release := index . 2 | default "" | toString }}
{{- $type := "(?:UD-|i1-)?(?:I?Q[1-8]_[A-Z0-9_]+|TQ[12]_0|MXFP4|MXFP4_MOE|BF16|F16|F32)" }}
{{- $name := "([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)" }}
{{- $hub := "(?:(?:https?://)?(?:www\\.)?(?:huggingface\\.co|hf\\.co)/|hf://)" }}
{{- $address := printf "^%s%s(?:/(?:tree|blob|resolve|raw|commit)/([A-Za-z0-9_.-]+)(/.*)?)?/?$" $hub $name }}
{{- $typed := printf "^%s:((?:[A-Za-z0-9]+-)*%s)$" $name $type }}
{{- $inFile := printf "^%s/(.*\\.gguf)$" $name }}
{{- $isAddress := regexMatch $address $id }}
{{- $isTyped := regexMatch $typed $id }}
{{- $repository := $id }}
{{- $revision := "" }}
{{- $file := "" }}
{{- if $isAddress }}
{{- $repository = regexReplaceAll $address $id "${1}" }}
{{- $revision = regexReplaceAll $address $id "${2}" }}
{{- $file = regexReplaceAll $address $id "${3}" }}
{{- $file = ternary (base $file) "" (hasSuffix ".gguf" $file) }}
{{- else if $isTyped }}
{{- $repository = regexReplaceAll $typed $id "${1}" }}
{{- else if regexMatch $inFile $id }}
{{- $repository = regexReplaceAll $inFile $id "${1}" }}
{{- $file = base $id }}
{{- else if hasSuffix ".gguf" $id }}
{{- $repository = "" }}
{{- $file = base $id }}
{{- end }}
{{- $found := regexReplaceAll (printf "^.*?[-.](%s)(?:-[0-9]+-of-[0-9]+)?\\.gguf$" $type) $file "${1}" }}
{{- $withType := printf "%s:%s" $repository (ternary "Q4_K_M" $found (or (eq $found "") (hasSuffix ".gguf" $found))) }}
{{- $isGguf := or $isTyped (ne $file "") (regexMatch "(?i)^[a-z0-9_.-]+/[a-z0-9_.-]+-gguf$" $repository) }}
{{- $problem := "" }}
{{- if and $isGguf $release (not (contains "flint" (lower $id))) }}
{{- if semverCompare ">=0.24.0" $release }}
{{- $problem = printf "vLLM %s does not read GGUF: its image has no reader for it from 0.24 on. Instead, %s."
    $release (include "archon-vllm.ggufInstead" (list (index . 0) $repository $file)) }}
{{- else if semverCompare "<0.5.5" $release }}
{{- $problem = printf "vLLM reads GGUF from 0.5.5 on, and the release is %s: %s."
    $release (include "archon-vllm.ggufInstead" (list (index . 0) $repository $file)) }}
{{- else if or (eq $repository "") (and (ne $file "") (eq "gguf" (index . 3 | default "" | toString))) }}
{{- else if semverCompare "<0.12.0" $release }}
{{- $problem = printf "vLLM %s reads GGUF from a file alone: put it on a volume and set model.id to its path, or take vLLM 0.12 to 0.23." $release }}
{{- else if not $isTyped }}
{{- $problem = printf "vLLM %s reads a GGUF repository by the type of its file: set model.id to %s." $release $withType }}
{{- end }}
{{- end }}
{{- if $problem }}
{{- else if $isAddress }}
{{- $branch := ternary "" (printf " and model.revision to %s" $revision) (has $revision (list "" "main")) }}
{{- $problem = printf "vLLM takes the id of a model, and \"%s\" is its address: set model.id to %s%s."
    $id (ternary $repository $withType (eq $file "")) $branch }}
{{- else if regexMatch "^https?://" $id }}
{{- $problem = printf "vLLM takes a Hugging Face id, a path or a bucket (s3://, gs://), and \"%s\" is an address." $id }}
{{- end }}
{{- ternary (list (printf "model.id: %s" $problem)) list (ne $problem "") | toJson }}
{{- end }}

{{- /* What to take instead of a GGUF repository or file, with the builds of the same model that the catalog has. */}}
{{- define "archon-vllm.ggufInstead" -}}
{{- $file := index . 2 | trimSuffix ".gguf" }}
{{- $name := base (index . 1) | lower }}
{{- $name = ternary $name (lower $file) (eq $file "") }}
{{- $stem := regexReplaceAll "[-.]((i1-)?gguf|(ud-|i1-)?(i?q[1-8]_[a-z0-9_]+|tq[12]_0|mxfp4(_moe)?|bf16|f16|f32)(-[0-9]+-of-[0-9]+)?)$" $name "" }}
{{- $builds := list }}
{{- range $model, $_ := (index . 0).Files.Get "files/models.json" | fromJson }}
{{- if eq $stem (regexReplaceAll "-(awq|gptq-int[48]|fp8(-dynamic)?|nvfp4)$" (base $model | lower) "") }}
{{- $builds = append $builds $model }}
{{- end }}
{{- end }}
{{- printf "take an AWQ, GPTQ or FP8 build of the model%s" (ternary "" (printf ". The catalog has %s" (join ", " $builds)) (empty $builds)) }}
{{- end }}
