{{- /* Generated from schemas/archon-vllm by `npx nx run generator:build`: do not edit. */}}

{{- /* Merges the values in place, once per release: chart default < preset < user. */}}
{{- define "archon-vllm.values" -}}
{{- if not (hasKey .Values "_user") }}
{{- include "archon-vllm.mergeValues" . }}
{{- include "archon-vllm.computeValues" . }}
{{- end }}
{{- end }}

{{- /* The merge. .Values._user keeps what the user gave, .Values._preset the file of the chosen preset. */}}
{{- define "archon-vllm.mergeValues" -}}
{{- /* Of a text with such a character toYaml prints nothing, without a word, and nothing of what is around it. */}}
{{- range $key, $value := .Values }}
{{- if not (toYaml $value) }}
{{- fail (print "\n\n" $key ": A text or a key in it holds an invisible character that Helm cannot print "
    "(DEL, U+0080 to U+009F, U+FFFE or U+FFFF). Remove it; archon validate says where it is.") }}
{{- end }}
{{- end }}
{{- $user := deepCopy .Values }}
{{- $merged := .Files.Get "files/defaults.json" | fromJson }}
{{- $preset := dict }}
{{- $name := ternary .Values.preset $merged.preset (hasKey .Values "preset") }}
{{- if $name }}
{{- $preset = .Files.Get (printf "files/presets/%s.json" $name) | fromJson }}
{{- if not (hasKey $preset "hardware") }}
{{- $known := list }}
{{- range $path, $_ := .Files.Glob "files/presets/*.json" }}
{{- $known = append $known (base $path | trimSuffix ".json") }}
{{- end }}
{{- fail (printf "\n\npreset: there is no preset %q. Known presets: %s." $name (join ", " $known)) }}
{{- end }}
{{- $merged = mergeOverwrite $merged (deepCopy $preset.hardware) }}
{{- /* Another model.id than the preset's gets none of these. */}}
{{- $own := (.Values.model).copyOf | default (.Values.model).id }}
{{- if or (not $own) (eq $own ($preset.model.model).id) }}
{{- $merged = mergeOverwrite $merged (deepCopy $preset.model) }}
{{- end }}
{{- end }}
{{- $paths := list
    "model.id" "model.revision" "image.tag" "gpu.count" "resources.requests" "resources.limits"
    "sharedMemory.size" "engine.maxModelLen" "engine.gpuMemoryUtilization" "engine.quantization"
    "engine.dtype" "engine.kvCacheDtype" "engine.maxNumSeqs" "engine.maxNumBatchedTokens"
    "engine.tensorParallelSize" "engine.enforceEager" "engine.enableAutoToolChoice"
    "engine.toolCallParser" "engine.reasoningParser" "startup.timeoutSeconds" "persistence.size"
    "podSecurityContext" }}
{{- /* What is listed in unset counts as if no preset had set it. */}}
{{- range .Values.unset }}
{{- include "archon-vllm.resetValue" (list $ $merged (splitList "." .) (has . $paths)) }}
{{- end }}
{{- $given := dict }}
{{- range $key, $value := .Values }}
{{- if ne $value nil }}
{{- $_ := set $given $key $value }}
{{- end }}
{{- end }}
{{- $merged = mergeOverwrite $merged $given }}
{{- /* null leaves httpRoute.timeouts.request out. For Gateways that refuse an HTTPRoute with timeouts, as GKE's does. */}}
{{- if or (eq (($user.httpRoute).timeouts).request nil) (has "httpRoute.timeouts.request" .Values.unset) }}
{{- $_ := unset $merged.httpRoute.timeouts "request" }}
{{- end }}
{{- /* null leaves replicas out. An autoscaler sets the number of pods. */}}
{{- if or (eq $user.replicas nil) (has "replicas" .Values.unset) }}
{{- $_ := unset $merged "replicas" }}
{{- $_ := unset .Values "replicas" }}
{{- end }}
{{- /* null leaves autoscaling.waitingRequests out. The queue is not a signal then. */}}
{{- if or (eq ($user.autoscaling).waitingRequests nil) (has "autoscaling.waitingRequests" .Values.unset) }}
{{- $_ := unset $merged.autoscaling "waitingRequests" }}
{{- end }}
{{- /* null leaves autoscaling.kvCacheUsage out. The KV cache is not a signal then. */}}
{{- if or (eq ($user.autoscaling).kvCacheUsage nil) (has "autoscaling.kvCacheUsage" .Values.unset) }}
{{- $_ := unset $merged.autoscaling "kvCacheUsage" }}
{{- end }}
{{- /* null on a value that presets own, or on an entry of it, means: as if no preset had set it. */}}
{{- range $paths }}
{{- $keys := splitList "." . }}
{{- $given := $user }}
{{- range initial $keys }}
{{- $given = get ($given | default dict) . | default dict }}
{{- end }}
{{- $value := ternary (get $given (last $keys)) false (hasKey $given (last $keys)) }}
{{- if eq $value nil }}
{{- include "archon-vllm.resetValue" (list $ $merged $keys true) }}
{{- else if kindIs "map" $value }}
{{- range $entry, $one := $value }}
{{- if eq $one nil }}
{{- include "archon-vllm.resetValue" (list $ $merged (append $keys $entry) false) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- /* Text for a number: Helm's --set makes text of a fraction, and vLLM reads 32k as 32000. In a map, only fractions are
numbers; they are replaced twice, because two in a list share a comma. */}}
{{- $fraction := `([:\[,])"(-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15})"([,\]}])` }}
{{- $number := "${1}${2}${3}" }}
{{- range list
    "engine.maxModelLen" "engine.gpuMemoryUtilization" "engine.kvCacheMemoryBytes"
    "engine.maxNumBatchedTokens" "engine.cpuOffloadGb" "engine.overrideGenerationConfig"
    "engine.structuredOutputsConfig" "engine.speculativeConfig" "engine.hfOverrides"
    "engine.compilationConfig" "engine.poolerConfig" "engine.kvTransferConfig" "tracing.sampleRatio" }}
{{- $keys := splitList "." . }}
{{- $target := $merged }}
{{- range initial $keys }}
{{- $target = get $target . }}
{{- end }}
{{- $value := dig (last $keys) nil $target }}
{{- if kindIs "string" $value }}
{{- $_ := set $target (last $keys) (include "archon-vllm.number" $value | float64) }}
{{- else if and (kindIs "map" $value) (regexMatch $fraction (toJson $value)) }}
{{- $json := regexReplaceAll $fraction (regexReplaceAll $fraction (toJson $value) $number) $number }}
{{- $_ := set $target (last $keys) (fromJson $json) }}
{{- end }}
{{- end }}
{{- range $key, $value := $merged }}
{{- $_ := set $.Values $key $value }}
{{- end }}
{{- $_ := set .Values "_user" $user }}
{{- $_ := set .Values "_preset" $preset }}
{{- end }}

{{- /* The chart's default again for a merged value, by its keys, or else nothing. An entry of a map is only taken away. */}}
{{- define "archon-vllm.resetValue" -}}
{{- $target := index . 1 }}
{{- $keys := index . 2 }}
{{- $default := ternary ((index . 0).Files.Get "files/defaults.json") "{}" (index . 3) | fromJson }}
{{- range initial $keys }}
{{- $target = get $target . | default dict }}
{{- $default = get $default . | default dict }}
{{- end }}
{{- if hasKey $default (last $keys) }}
{{- $_ := set $target (last $keys) (get $default (last $keys)) }}
{{- else }}
{{- $_ := unset $target (last $keys) }}
{{- end }}
{{- end }}
