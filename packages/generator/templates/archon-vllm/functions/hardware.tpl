{{- /* What is to be said of merged values on gpu.product, as sentences. Its tables are read only when a GPU is named. */}}
{{- define "archon-vllm.hardware" -}}
{{- $values := index . 1 }}
{{- $found := dict "gpu" "" "unknown" list "refused" list "allowed" list "notes" list }}
{{- with ($values.gpu).product }}
{{- $tables := dict }}
{{- range list "gpus" "models" "eras" "releases" }}
{{- $_ := set $tables . ((index $ 0).Files.Get (printf "files/sizing/%s.json" .) | fromJson) }}
{{- end }}
{{- if hasKey $tables.gpus . }}
{{- $gpu := get $tables.gpus . }}
{{- $version := (include "archon-vllm.catalog-release" (list (index $ 0) (index $ 2)) | fromJson).version }}
{{- $asked := dict "values" $values "release" (index $ 2) "version" $version "gpu" $gpu "product" . "tables" $tables }}
{{- $answer := include "archon-vllm.hardware-findings" $asked | fromJson }}
{{- $key := ternary "allowed" "refused" (eq $values.gpu.allowUnsupported true) }}
{{- $end := ternary "" " gpu.allowUnsupported=true renders it all the same." (eq $key "allowed") }}
{{- range $answer.problems }}
{{- $_ := set $found $key (append (get $found $key) (print $gpu.name ": " . $end)) }}
{{- end }}
{{- $_ := set $found "gpu" $gpu.name }}
{{- $_ := set $found "notes" $answer.notes }}
{{- else }}
{{- $digits := regexFind "[0-9]{2,}" . }}
{{- $alike := list }}
{{- range keys $tables.gpus | sortAlpha }}
{{- if and $digits (contains $digits .) }}
{{- $alike = append $alike . }}
{{- end }}
{{- end }}
{{- $known := ternary (printf "Like it: %s." (join ", " $alike)) (printf "Known: %s." (keys $tables.gpus | sortAlpha | join ", ")) (gt (len $alike) 0) }}
{{- $_ := set $found "unknown" (list (printf "There is no GPU %q in the catalog. %s" . $known)) }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{- /* Problems and notes of values on a GPU. */}}
{{- define "archon-vllm.hardware-findings" -}}
{{- $problems := list }}
{{- $notes := list }}
{{- $facts := .tables.releases }}
{{- $engine := .values.engine }}
{{- $image := .values.image }}
{{- $version := .version }}
{{- if not $version }}
{{- $notes = append $notes "Not checked: which vLLM release the image holds is not known." }}
{{- else if semverCompare (printf ">%s" $facts.limits.newest) .release }}
{{- $notes = append $notes (printf "Not checked: vLLM %s is newer than this chart, which knows %s." .release $facts.limits.newest) }}
{{- else if not .gpu.total }}
{{- $notes = append $notes "Not checked: how much memory CUDA gets on this GPU is not known." }}
{{- else }}
{{- $capability := .gpu.capability }}
{{- /* Kernels. */}}
{{- if not (and (regexMatch "(^|/)vllm-openai$" $image.repository) (or $image.digest (regexMatch "^(v?[0-9]+\\.[0-9]+\\.[0-9]+)?$" ($image.tag | default "")))) }}
{{- $notes = append $notes "Not checked: kernels, because the image is not one that the catalog knows." }}
{{- else }}
{{- with include "archon-vllm.at-release" (list (get $facts.kernels $capability) $version) | fromJsonArray }}
{{- $text := printf (index . 1) $version }}
{{- if index . 0 }}
{{- $problems = append $problems (print $text " Use another image.tag.") }}
{{- else }}
{{- $notes = append $notes (print "May not start: " $text) }}
{{- end }}
{{- end }}
{{- end }}
{{- /* Quantization and types. */}}
{{- $model := get .tables.models (.values.model.id | default "") | default dict }}
{{- $method := $engine.quantization | default $model.method | default "" }}
{{- with get $facts.methods $method }}
{{- $refused := include "archon-vllm.at-release" (list . $version) | fromJsonArray }}
{{- if has $capability (index $refused 0) }}
{{- $problems = append $problems (print (printf (index $refused 1) $version) " Use a checkpoint with another quantization.") }}
{{- end }}
{{- end }}
{{- if and (eq ($engine.dtype | default "") "bfloat16") (lt (float64 $capability) 8.0) }}
{{- $problems = append $problems "bfloat16 needs compute capability 8.0: set engine.dtype to float16." }}
{{- end }}
{{- $types := include "archon-vllm.at-release" (list $facts.kvCacheDtypes $version) | fromJsonArray }}
{{- if not (has ($engine.kvCacheDtype | default "auto") (append $types "auto")) }}
{{- $problems = append $problems (printf "vLLM %s has no kv-cache-dtype %s: %s." $version $engine.kvCacheDtype (join ", " $types)) }}
{{- end }}
{{- /* Memory. */}}
{{- $era := include "archon-vllm.at-release" (list (get .tables.eras .gpu.class) .release) | fromJson }}
{{- $asked := dict "model" $model "era" $era "engine" $engine "facts" $facts "gpu" .gpu "release" .release "values" .values }}
{{- $reason := include "archon-vllm.memory-uncounted" $asked }}
{{- if $reason }}
{{- $notes = append $notes (printf "Not checked: memory, because %s." $reason) }}
{{- else }}
{{- $memory := include "archon-vllm.memory" $asked | fromJson }}
{{- $before := len $problems }}
{{- if gt $memory.context $model.positions }}
{{- $problems = append $problems (printf "The model has %d positions, not %d. Lower engine.maxModelLen." (int64 $model.positions) (int64 $memory.context)) }}
{{- end }}
{{- if lt $memory.beside $facts.limits.leastContext }}
{{- $problems = append $problems (printf "A utilization of %v asks for more than is free. Lower engine.gpuMemoryUtilization." $memory.utilization) }}
{{- end }}
{{- $needs := printf "%d tokens need %.2f GiB of cache" (int64 $memory.context) (round $memory.needed 2) }}
{{- if lt $memory.high $memory.needed }}
{{- $advice := printf "Lower engine.maxModelLen or engine.maxNumSeqs, or take a smaller model or a larger GPU: archon plan --gpu %s --model %s finds what fits." .product .values.model.id }}
{{- $problems = append $problems (printf "%s, and %.2f GiB are left at best. %s" $needs (round (maxf 0 $memory.high) 2) $advice) }}
{{- end }}
{{- if gt (len $problems) $before }}
{{- else if lt $memory.low $memory.needed }}
{{- $notes = append $notes (printf "May not start: %s, and %.2f GiB to %.2f GiB are left." $needs (round (maxf 0 $memory.low) 2) (round $memory.high 2)) }}
{{- else }}
{{- $notes = append $notes (printf "Memory: %s, and at least %.2f GiB are left." $needs (round $memory.low 2)) }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "problems" $problems "notes" $notes | toJson }}
{{- end }}

{{- /* Why the memory of values is not counted; empty: it is. */}}
{{- define "archon-vllm.memory-uncounted" -}}
{{- $engine := .engine }}
{{- $reasons := list }}
{{- if not .model }}
{{- $reasons = append $reasons (printf "the catalog does not know the model %s" (.values.model.id | default "")) }}
{{- else if .model.uncounted }}
{{- $reasons = append $reasons .model.uncounted }}
{{- end }}
{{- if ne .values.gpu.resourceName "nvidia.com/gpu" }}
{{- $reasons = append $reasons "gpu.resourceName may be a part of a GPU" }}
{{- end }}
{{- range list .values.gpu.count $engine.tensorParallelSize $engine.pipelineParallelSize $engine.dataParallelSize }}
{{- if ne (. | default 1 | int64) 1 }}
{{- $reasons = append $reasons "several GPUs are used" }}
{{- end }}
{{- end }}
{{- range .facts.uncounted.options }}
{{- if get $engine . }}
{{- $reasons = append $reasons (printf "engine.%s is set" .) }}
{{- end }}
{{- end }}
{{- if and $engine.quantization (ne (toString $engine.quantization) (.model.method | default "")) }}
{{- $reasons = append $reasons "engine.quantization is not the method of the checkpoint" }}
{{- end }}
{{- if not (regexMatch "^(auto|half|float16|bfloat16)$" ($engine.dtype | default "auto")) }}
{{- $reasons = append $reasons "engine.dtype is none of 16 bit" }}
{{- end }}
{{- if not (regexMatch "^(auto|half|float16|bfloat16|fp8|fp8_e4m3|fp8_e5m2)$" ($engine.kvCacheDtype | default "auto")) }}
{{- $reasons = append $reasons "the size of engine.kvCacheDtype is not known" }}
{{- end }}
{{- if and .model.sliding (not .era.hybrid) }}
{{- $reasons = append $reasons "layers slide, which this release does not make use of" }}
{{- end }}
{{- $arguments := .facts.uncounted.args }}
{{- range $engine.extraArgs }}
{{- if has (regexFind "^(-O|--?[A-Za-z0-9_-]+)" . | replace "_" "-") $arguments }}
{{- $reasons = append $reasons (printf "%s changes how it is used" .) }}
{{- end }}
{{- end }}
{{- $variables := .facts.uncounted.env }}
{{- range .values.extraEnv }}
{{- if regexMatch $variables .name }}
{{- $reasons = append $reasons (printf "%s may change how it is used" .name) }}
{{- end }}
{{- end }}
{{- first $reasons | default "" }}
{{- end }}

{{- /* The cache that is left on one GPU, with its bounds, and what the context needs, in GiB: as packages/sizing/src/plan/estimate.ts counts. */}}
{{- define "archon-vllm.memory" -}}
{{- $gib := 1073741824.0 }}
{{- $context := .engine.maxModelLen | default .model.positions | float64 }}
{{- $defaults := include "archon-vllm.at-release" (list .gpu.batch .release) | fromJsonArray }}
{{- $whole := ternary (.era.chunk | default $context) (maxf $context 2048) (gt $context 32768.0) }}
{{- $defaults = ternary (list 256.0 $whole) $defaults (eq .era.v0 true) }}
{{- $tokens := .engine.maxNumBatchedTokens | default (index $defaults 1) | float64 }}
{{- $sequences := .engine.maxNumSeqs | default (minf (index $defaults 0) $tokens) | float64 }}
{{- $utilization := .engine.gpuMemoryUtilization | default .era.utilization | float64 }}
{{- $eager := eq .engine.enforceEager true }}
{{- $runner := ternary 1 0 (and (ne .model.secondRunner nil) (semverCompare (printf ">=%s" (.model.secondRunner | default "0.0.0")) .release)) }}
{{- /* The peak of the profile run: a layer, the sampler, or a cold compile. */}}
{{- $experts := mulf (minf $tokens 32768) (.model.experts | default 0) }}
{{- $sampler := addf (mulf $tokens .model.hidden) (mulf (minf $sequences $tokens) .model.vocab (index .era.sampler $runner)) (mulf $experts .era.experts) }}
{{- $warm := divf (maxf (addf (mulf $tokens .model.layer) $experts) $sampler) $gib }}
{{- $cold := ternary 0.0 (addf (divf .model.table $gib) .era.compile) (or $eager (eq .era.v0 true) (eq .model.vision true)) }}
{{- $vision := ternary .era.vision 0.0 (eq .model.vision true) }}
{{- $peak := list $warm (addf (maxf $warm (mulf $cold .era.benchmarks)) $vision) (mulf (addf (maxf $warm $cold) (mulf 4 $vision)) .era.peak) }}
{{- /* CUDA graphs, where the release deducts them. */}}
{{- $graphs := list 0.0 0.0 0.0 }}
{{- $captured := index .era.graphs $runner }}
{{- if and (gt (index $captured 1) 0.0) (not $eager) }}
{{- $largest := minf (mulf 2 $sequences) .era.largest $tokens }}
{{- $sizes := addf (include "archon-vllm.captured-sizes" $largest) (include "archon-vllm.captured-sizes" (minf $sequences $largest)) }}
{{- $memory := maxf (index $captured 0) (mulf (index $captured 1) .model.layers $sizes) }}
{{- $graphs = list (mulf $memory (index .era.spread 0)) $memory (addf (mulf $memory (index .era.spread 1)) (index .era.spread 2)) }}
{{- end }}
{{- /* What is left: total x utilization - weights - non-torch - peak - graphs. Parts do not all err the same way at once. */}}
{{- $total := list }}
{{- range .gpu.total }}
{{- $total = append $total (mulf . $utilization) }}
{{- end }}
{{- $weights := .model.weights | default (get (.model.weightsOn | default dict) .gpu.class) }}
{{- $parts := list $weights .era.nonTorch $peak $graphs }}
{{- $used := addf (index .era.nonTorch 1) (index $peak 1) (index $graphs 1) }}
{{- $left := subf (index $total 1) (index $weights 1) $used }}
{{- $down := list (subf (index $total 1) (index $total 0)) }}
{{- $up := list (subf (index $total 2) (index $total 1)) }}
{{- range $parts }}
{{- $down = append $down (subf (index . 2) (index . 1)) }}
{{- $up = append $up (subf (index . 1) (index . 0)) }}
{{- end }}
{{- $below := addf (index .era.below 0) (mulf (index .era.below 1) $used) (include "archon-vllm.root-of-squares" $down) }}
{{- $above := addf (index .era.above 0) (mulf (index .era.above 1) $used) (include "archon-vllm.root-of-squares" $up) }}
{{- range list .gpu.doubt .model.doubt (ternary .era.latent nil (eq .model.latent true)) }}
{{- if . }}
{{- $below = addf $below (index . 0) }}
{{- $above = addf $above (index . 1) }}
{{- end }}
{{- end }}
{{- /* What one request of the whole context needs, in blocks of 16 tokens. */}}
{{- $held := minf (addf (.model.window | default 0) -1 $tokens) $context }}
{{- $blocks := addf (mulf .model.full (ceil (divf $context 16))) (mulf (.model.sliding | default 0) (addf 1 (ceil (divf $held 16)))) }}
{{- $bytes := ternary 1.0 2.0 (hasPrefix "fp8" (.engine.kvCacheDtype | default "auto")) }}
{{- dict "context" $context "utilization" $utilization "needed" (divf (mulf $blocks .model.block $bytes) $gib) "low" (subf $left $below) "likely" $left "high" (addf $left $above) "beside" (mulf (index .gpu.total 1) (subf 1 $utilization)) | toJson }}
{{- end }}

{{- /* How many sizes up to one are captured as graphs: 1, 2, 4, every 8 up to 256, then every 16. */}}
{{- define "archon-vllm.captured-sizes" -}}
{{- $few := ternary 3 (ternary 2 1 (ge . 2.0)) (ge . 4.0) }}
{{- add $few (div (int64 (minf . 248)) 8) (ternary (add 1 (div (sub (int64 .) 256) 16)) 0 (ge . 256.0)) }}
{{- end }}

{{- /* The root of the sum of squares of numbers, by Newton's method. */}}
{{- define "archon-vllm.root-of-squares" -}}
{{- $sum := 0.0 }}
{{- range . }}
{{- $sum = addf $sum (mulf . .) }}
{{- end }}
{{- $root := maxf $sum 1 }}
{{- range until 24 }}
{{- $root = divf (addf $root (divf $sum $root)) 2 }}
{{- end }}
{{- $root }}
{{- end }}

{{- /* What holds on a release, of a list of [since, fact]: the last that is not newer, as JSON. */}}
{{- define "archon-vllm.at-release" -}}
{{- $release := index . 1 }}
{{- $found := list }}
{{- range index . 0 }}
{{- if semverCompare (printf ">=%s" (index . 0)) $release }}
{{- $found = index . 1 }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}
