{{- /* Generated from partials/pod in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* The four settings of the reference system. Numbers keep two decimals where nothing is lost, as it writes them. */}}
{{- define "archon-vllm.configData" -}}
llm_model: {{ ternary .Values.model.id "" (ne .Values.model.id nil) | quote }}
{{- if ne .Values.engine.gpuMemoryUtilization nil }}
{{- $utilization := float64 .Values.engine.gpuMemoryUtilization }}
{{- $short := printf "%.2f" $utilization }}
gpu_memory_utilization: {{ ternary $short (toJson $utilization) (eq (float64 $short) $utilization) | quote }}
{{- end }}
{{- if ne .Values.engine.maxModelLen nil }}
max_model_len: "{{ int64 .Values.engine.maxModelLen }}"
{{- end }}
{{- if .Values.engine.quantization }}
quantization: {{ .Values.engine.quantization | quote }}
{{- end }}
{{- end }}

{{- /* An environment variable from the ConfigMap. */}}
{{- define "archon-vllm.configEnv" -}}
- name: {{ .name | quote }}
  valueFrom:
    configMapKeyRef:
      name: {{ include "archon-vllm.fullname" .root }}-config
      key: {{ .key | quote }}
{{- end }}

{{- /* Flags of `vllm serve` for the options of the engine that are set; the Deployment passes the ones left out here itself. */}}
{{- define "archon-vllm.engineFlags" -}}
{{- range list "dtype" "kvCacheDtype" "kvCacheMemoryBytes" "maxNumSeqs" "maxNumBatchedTokens" "tensorParallelSize"
    "pipelineParallelSize" "dataParallelSize" "enforceEager" "enablePrefixCaching" "enableChunkedPrefill"
    "cpuOffloadGb" "loadFormat" "tokenizer" "tokenizerMode" "trustRemoteCode" "generationConfig"
    "overrideGenerationConfig" "chatTemplate" "enableAutoToolChoice" "toolCallParser" "reasoningParser"
    "structuredOutputsConfig" "speculativeConfig" "hfOverrides" "limitMmPerPrompt" "compilationConfig" "poolerConfig"
    "kvTransferConfig" "enableLora" "maxLoras" "maxLoraRank" "attentionBackend" "schedulingPolicy" "seed" "rootPath"
    "uvicornLogLevel" "enableLogRequests" "maxLogLen" }}
{{- $value := index $.Values.engine . }}
{{- $flag := kebabcase . }}
{{- if kindIs "bool" $value }}
- {{ printf "--%s%s" (ternary "" "no-" $value) $flag }}
{{- else if ne $value nil }}
{{- $text := ternary $value (toJson $value) (kindIs "string" $value) }}
- {{ printf "--%s=%s" $flag $text | replace "$" "$$" | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Requests and limits of the container, its GPUs and its resource claims. Kubernetes needs these in both. A string, as Kubernetes stores it: a
number would be a change on each apply. */}}
{{- define "archon-vllm.resources" -}}
{{- $gpus := dict }}
{{- with int64 .Values.gpu.count }}
{{- $_ := set $gpus $.Values.gpu.resourceName (toString .) }}
{{- end }}
{{- $resources := dict }}
{{- range $name, $amounts := .Values.computed.resources }}
{{- with mergeOverwrite (dict) $amounts $gpus }}
{{- $_ := set $resources $name . }}
{{- end }}
{{- end }}
{{- with .Values.resources.claims }}
{{- $_ := set $resources "claims" . }}
{{- end }}
{{- toYaml $resources }}
{{- end }}

{{- /* An environment variable from a Secret of the user. */}}
{{- define "archon-vllm.secretEnv" -}}
- name: {{ .name | quote }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret | quote }}
      key: {{ .key | quote }}
{{- end }}
