{{- /* Generated from packages/generator/templates/archon-vllm/functions/hardware.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /* What there is to say of merged values on gpu.product, as sentences. Its tables are read only when a GPU is named. */}}
{{- define "archon-vllm.hardware" -}}
{{- $values := index . 1 }}
{{- $release := index . 2 }}
{{- $found := dict "gpu" "" "unknown" list "refused" list "allowed" list "notes" list }}
{{- with ($values.gpu).product }}
{{- $tables := dict }}
{{- range list "gpus" "models" "behaviours" "releases" }}
{{- $_ := set $tables . ((index $ 0).Files.Get (printf "files/sizing/%s.json" .) | fromJson) }}
{{- end }}
{{- $messages := $tables.releases.messages }}
{{- if hasKey $tables.gpus . }}
{{- $gpu := get $tables.gpus . }}
{{- $version := (include "archon-vllm.catalogRelease" (list (index $ 0) $release) | fromJson).version }}
{{- $question := dict "values" $values "release" $release "version" $version "gpu" $gpu "product" . "tables" $tables "root" (index $ 0) }}
{{- $answer := include "archon-vllm.gpuFindings" $question | fromJson }}
{{- $key := ternary "allowed" "refused" (eq $values.gpu.allowUnsupported true) }}
{{- range $answer.problems }}
{{- $_ := set $found $key (append (get $found $key) (printf (get $messages $key) $gpu.name .)) }}
{{- end }}
{{- $_ := set $found "gpu" $gpu.name }}
{{- $_ := set $found "notes" $answer.notes }}
{{- else }}
{{- $ids := keys $tables.gpus | sortAlpha }}
{{- $digits := regexFind "[0-9]{2,}" . }}
{{- $similar := list }}
{{- range $ids }}
{{- if and $digits (contains $digits .) }}
{{- $similar = append $similar . }}
{{- end }}
{{- end }}
{{- $known := printf (ternary $messages.similarGpus $messages.knownGpus (gt (len $similar) 0)) (default $ids $similar | join ", ") }}
{{- $_ := set $found "unknown" (list (printf $messages.unknownGpu . $known)) }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{- /* Problems and notes of values on a GPU of the catalog. */}}
{{- define "archon-vllm.gpuFindings" -}}
{{- $problems := list }}
{{- $notes := list }}
{{- $known := .tables.releases }}
{{- $messages := $known.messages }}
{{- $engine := .values.engine }}
{{- $image := .values.image }}
{{- $version := .version }}
{{- if not $version }}
{{- $notes = append $notes $messages.unknownRelease }}
{{- else if semverCompare (printf ">%s" $known.limits.newest) .release }}
{{- $notes = append $notes (printf $messages.newerRelease .release $known.limits.newest) }}
{{- else }}
{{- $origin := .values.model.copyOf | default .values.model.id | default "" }}
{{- $model := get .tables.models $origin | default dict }}
{{- if .gpu.capability }}
{{- /* Kernels and the quantization method. */}}
{{- $objections := list }}
{{- $plain := "^(v?[0-9]+\\.[0-9]+\\.[0-9]+(-x86_64|-aarch64|-ubuntu2404)*)?(@sha256:[a-f0-9]+)?$" }}
{{- $released := or $image.digest (regexMatch $plain ($image.tag | default "")) }}
{{- if not (and (regexMatch "(^|/)vllm-openai$" $image.repository) $released) }}
{{- $notes = append $notes $messages.unknownImage }}
{{- else }}
{{- $objections = list (prepend (include "archon-vllm.atRelease" (list (get $known.kernels .gpu.capability) $version) | fromJsonArray) "kernels") }}
{{- end }}
{{- $looked := dict "method" (get $known.methods ($engine.quantization | default $model.kernels | default $model.method | default "")) }}
{{- $type := $engine.kvCacheDtype | default "auto" }}
{{- $types := include "archon-vllm.atRelease" (list $known.kvCacheDtypes $version) | fromJsonArray }}
{{- /* Values that decide on the attention backend are for the planner to check. */}}
{{- $textOnly := eq "true" (include "archon-vllm.extraArg" (list .root $engine.extraArgs "language-model-only")) }}
{{- if and $model.attention (has $type (append $types "auto")) }}
{{- if not (or $engine.attentionBackend (has ($engine.dtype | default "") (list "float" "float32")) $textOnly) }}
{{- $_ := set $looked "attention" (get $known.attention (printf "%s, %s" $model.attention $type)) }}
{{- end }}
{{- end }}
{{- $unserved := false }}
{{- range list "method" "attention" }}
{{- $advice := . }}
{{- with get $looked . }}
{{- $row := include "archon-vllm.atRelease" (list . $version) | fromJsonArray }}
{{- if or (has "*" (index $row 0)) (has $.gpu.capability (index $row 0)) }}
{{- $objections = append $objections (prepend (rest $row) $advice) }}
{{- $unserved = eq $advice "attention" }}
{{- end }}
{{- end }}
{{- end }}
{{- range $objections }}
{{- if gt (len .) 1 }}
{{- $text := index . 2 | replace "%s" $version }}
{{- if index . 1 }}
{{- $problems = append $problems (printf (get $messages (index . 0)) $text) }}
{{- else }}
{{- $notes = append $notes (printf $messages.uncertain $text) }}
{{- end }}
{{- end }}
{{- end }}
{{- /* Types. */}}
{{- $old := lt (float64 .gpu.capability) 8.0 }}
{{- if and (eq ($engine.dtype | default "") "bfloat16") $old }}
{{- $problems = append $problems $messages.bfloat16 }}
{{- end }}
{{- if not (has $type (append $types "auto")) }}
{{- $problems = append $problems (printf $messages.kvCacheDtype $version $type (join ", " $types)) }}
{{- end }}
{{- /* What GPUs without FP8 cannot divide. */}}
{{- if lt (float64 .gpu.capability) 8.9 }}
{{- range include "archon-vllm.shardProblems" (list .root $model $engine $version) | fromJsonArray }}
{{- $problems = append $problems (printf $messages.shards (toString $engine.tensorParallelSize) .) }}
{{- end }}
{{- end }}
{{- if and (has $type $types) (contains "fp8" $type) $old (not $unserved) }}
{{- $notes = append $notes (printf $messages.fp8Cache $type) }}
{{- end }}
{{- end }}
{{- /* Memory. */}}
{{- if not .gpu.total }}
{{- $notes = append $notes $messages.unknownTotal }}
{{- else }}
{{- $row := include "archon-vllm.atRelease" (list (get .tables.behaviours .gpu.family) .release) }}
{{- $row = ternary dict (fromJson $row) (eq $row "[]") }}
{{- $question := dict "model" $model "row" $row "known" $known "gpu" .gpu "release" .release "values" .values "origin" $origin }}
{{- $reason := include "archon-vllm.memoryUncounted" $question }}
{{- if $reason }}
{{- $notes = append $notes (printf $messages.uncounted $reason .product) }}
{{- else }}
{{- $memory := include "archon-vllm.gpuMemory" $question | fromJson }}
{{- $context := include "archon-vllm.thousands" (dict "number" $memory.context) }}
{{- $needed := printf "%.2f" (round $memory.needed 2) }}
{{- $before := len $problems }}
{{- if lt $memory.outside $known.limits.leastContext }}
{{- $problems = append $problems (printf $messages.utilization (toString $memory.utilization)) }}
{{- end }}
{{- if lt $memory.most $memory.needed }}
{{- $left := printf "%.2f" (round (maxf 0 $memory.most) 2) }}
{{- $problems = append $problems (printf $messages.doesNotFit $context $needed $left .product $origin) }}
{{- end }}
{{- $left := printf "%.2f" (round (maxf 0 $memory.least) 2) }}
{{- if gt (len $problems) $before }}
{{- else if lt $memory.least $memory.needed }}
{{- $notes = append $notes (printf $messages.notCertain $context $needed $left .product) }}
{{- else if lt $memory.outside $memory.outsideNeeded }}
{{- $there := list (printf "%.2f" (round $memory.outside 2)) (printf "%.2f" (round $memory.outsideNeeded 2)) }}
{{- $notes = append $notes (printf $messages.notCertainOutside (toString $memory.utilization) (index $there 0) (index $there 1) .product) }}
{{- else }}
{{- $notes = append $notes (printf $messages.fits $context $needed $left) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "problems" $problems "notes" $notes | toJson }}
{{- end }}

{{- /* Why the memory of values is not counted; empty: it is. */}}
{{- define "archon-vllm.memoryUncounted" -}}
{{- $engine := .values.engine }}
{{- $messages := .known.messages }}
{{- $reasons := list }}
{{- if not .model }}
{{- $reasons = append $reasons (printf $messages.unknownModel .origin) }}
{{- else if .model.uncounted }}
{{- $reasons = append $reasons (get $messages .model.uncounted) }}
{{- end }}
{{- if not .row }}
{{- $reasons = append $reasons (printf $messages.oldRelease .known.limits.countedFrom) }}
{{- end }}
{{- if and .model.positions (gt ($engine.maxModelLen | default 0 | float64) (.model.positions | default 0)) }}
{{- $reasons = append $reasons $messages.beyondPositions }}
{{- end }}
{{- $modelTypes := .model.types | default (list "float16" "bfloat16" "float32") }}
{{- $sixteen := or (has "float16" $modelTypes) (and (has "bfloat16" $modelTypes) (ge (float64 .gpu.capability) 8.0)) }}
{{- if and (has "float32" $modelTypes) (not $sixteen) }}
{{- $reasons = append $reasons $messages.wideHere }}
{{- end }}
{{- if ne .values.gpu.resourceName "nvidia.com/gpu" }}
{{- $reasons = append $reasons $messages.gpuShare }}
{{- end }}
{{- with .values.gpu.claimTemplate }}
{{- if and .enabled (ne .deviceClassName "gpu.nvidia.com") }}
{{- $reasons = append $reasons $messages.claimShare }}
{{- end }}
{{- end }}
{{- range list .values.gpu.count $engine.tensorParallelSize $engine.pipelineParallelSize $engine.dataParallelSize }}
{{- if ne (. | default 1 | int64) 1 }}
{{- $reasons = append $reasons $messages.severalGpus }}
{{- end }}
{{- end }}
{{- if lt ($engine.maxModelLen | default 1 | int64) 0 }}
{{- $reasons = append $reasons $messages.automaticContext }}
{{- end }}
{{- range .known.uncounted.options }}
{{- if get $engine . }}
{{- $reasons = append $reasons (printf $messages.optionSet .) }}
{{- end }}
{{- end }}
{{- if (.values.lora).adapters }}
{{- $reasons = append $reasons $messages.adapters }}
{{- end }}
{{- if and $engine.quantization (ne (toString $engine.quantization) (.model.method | default "")) }}
{{- $reasons = append $reasons $messages.otherMethod }}
{{- end }}
{{- if not (regexMatch "^(auto|half|float16|bfloat16)$" ($engine.dtype | default "auto")) }}
{{- $reasons = append $reasons $messages.wideDtype }}
{{- else if not (has ($engine.dtype | default "auto" | replace "half" "float16") (append $modelTypes "auto")) }}
{{- $reasons = append $reasons $messages.otherType }}
{{- end }}
{{- if not (regexMatch "^(auto|half|float16|bfloat16|fp8|fp8_e4m3|fp8_e5m2)$" ($engine.kvCacheDtype | default "auto")) }}
{{- $reasons = append $reasons $messages.unknownKvType }}
{{- end }}
{{- $arguments := .known.uncounted.args }}
{{- range $engine.extraArgs }}
{{- if has (regexFind "^(-O|--?[A-Za-z0-9_-]+)" . | replace "_" "-") $arguments }}
{{- $reasons = append $reasons (printf $messages.argument .) }}
{{- end }}
{{- end }}
{{- $variables := .known.uncounted.env }}
{{- range .values.extraEnv }}
{{- if regexMatch $variables .name }}
{{- $reasons = append $reasons (printf $messages.variable .name) }}
{{- end }}
{{- end }}
{{- first $reasons | default "" }}
{{- end }}

{{- /*
The KV cache that is left on one GPU and what the context needs of it, in GiB: "most" is not below the planner's optimistic
bound and "least" not above its pessimistic one (packages/sizing/src/chart-table/memory-rows.ts).
*/}}
{{- define "archon-vllm.gpuMemory" -}}
{{- $gib := 1073741824.0 }}
{{- $engine := .values.engine }}
{{- $limits := .known.limits.graphs }}
{{- $batch := index .row.batch (int .gpu.tier) }}
{{- $context := $engine.maxModelLen | default .model.positions | float64 }}
{{- $tokens := $engine.maxNumBatchedTokens | default (index $batch 1) | float64 }}
{{- $sequences := minf ($engine.maxNumSeqs | default (index $batch 0)) $tokens }}
{{- $utilization := $engine.gpuMemoryUtilization | default .row.utilization | float64 }}
{{- $used := ternary 0 1 (eq $engine.enforceEager true) }}
{{- $second := and (ne .model.secondRunner nil) (semverCompare (printf ">=%s" (.model.secondRunner | default "0.0.0")) .release) }}
{{- $runner := index .row.runners (ternary 1 0 $second) }}
{{- $weights := .model.weights }}
{{- if kindIs "map" $weights }}
{{- $weights = get $weights .gpu.family }}
{{- end }}
{{- /* The peak of the profile run: images, a layer, the sampler, or a cold compile. */}}
{{- $logits := divf (mulf $sequences .model.vocab) $gib }}
{{- $sampler := mulf $logits $runner.logit }}
{{- $few := divf (minf $tokens 32768) $gib }}
{{- $warm := maxf (mulf $few .model.layer) (addf (mulf $few .model.sampler) $sampler) }}
{{- $all := divf $tokens $gib }}
{{- $images := .model.images | default dict }}
{{- $encoded := maxf $tokens ($images.item | default 0) }}
{{- $kept := divf (mulf ($images.kept | default 0) $encoded) $gib }}
{{- $encoder := divf (addf (mulf ($images.token | default 0) $encoded) (mulf ($images.pair | default 0) $encoded $encoded)) $gib }}
{{- $peak := maxf (mulf $all .model.layer) (addf (mulf $all .model.sampler) $sampler) }}
{{- $peak = maxf (addf $peak $kept) $encoder (mulf $used .model.cold) }}
{{- $copies := mulf (.gpu.copies | default 0) $kept }}
{{- /* CUDA graphs, by the least and the greatest number of captures. */}}
{{- $perCapture := mulf $limits.perCapture .model.layers }}
{{- $few = mulf $used (maxf $limits.base (mulf $perCapture $limits.leastPerSequence (minf $sequences (divf $tokens 2) 256))) }}
{{- $all = mulf $used (maxf $limits.base (mulf $perCapture (addf 6 (mulf 0.375 (minf $sequences .row.captured))))) }}
{{- $eightBit := hasPrefix "fp8" ($engine.kvCacheDtype | default "auto") }}
{{- $workspace := index $runner.workspace 0 (ternary 1 0 $eightBit) | mulf $used }}
{{- $budget := mulf .gpu.total $utilization }}
{{- $most := subf $budget (index $weights 0) (index .row.fixed 0) $warm (mulf (index $runner.graphs 0) $few) }}
{{- $most = addf $most .gpu.above (mulf (index .row.share 0) (addf $peak $copies)) }}
{{- $least := subf $budget .gpu.below (index $weights 1) (index .row.fixed 1) (mulf (index $runner.graphs 1) $all) }}
{{- $least = subf $least $copies (mulf (addf 1 (index .row.share 1)) $peak) $workspace }}
{{- $held := minf (addf (.model.window | default 0) -1 (mulf $tokens .row.inFlight)) $context }}
{{- $bytes := ternary 1 2 $eightBit }}
{{- $needed := divf (mulf $bytes (addf (mulf .model.kv $context) (mulf (.model.slidingKv | default 0) $held))) $gib }}
{{- $outside := mulf .gpu.total (subf 1 $utilization) }}
{{- $workspace = index $runner.workspace 1 (ternary 1 0 $eightBit) | mulf $used }}
{{- $outsideNeeded := addf .gpu.outside (mulf (index $runner.outside 0) $all) $workspace (mulf (index $runner.outside 1) $logits) }}
{{- $found := dict "context" $context "utilization" $utilization "needed" $needed "most" $most "least" $least }}
{{- merge $found (dict "outside" $outside "outsideNeeded" $outsideNeeded) | toJson }}
{{- end }}


{{- /* What holds on a release, of a list of [since, fact]: the last that is not newer, as JSON. */}}
{{- define "archon-vllm.atRelease" -}}
{{- $release := index . 1 }}
{{- $found := list }}
{{- range index . 0 }}
{{- if semverCompare (printf ">=%s" (index . 0)) $release }}
{{- $found = index . 1 }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}
