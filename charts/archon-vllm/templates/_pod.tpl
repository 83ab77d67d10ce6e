{{- /* Generated from partials/pod in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* The user's affinity and, with gpu.selectProduct, the GPU's node label. */}}
{{- define "archon-vllm.affinity" -}}
{{- $affinity := deepCopy .Values.affinity }}
{{- with .Values.computed.productLabels }}
{{- $label := dict "key" "nvidia.com/gpu.product" "operator" "In" "values" . }}
{{- $terms := list (dict "matchExpressions" (list $label)) }}
{{- $required := dict "requiredDuringSchedulingIgnoredDuringExecution" (dict "nodeSelectorTerms" $terms) }}
{{- $_ := set $affinity "nodeAffinity" (mergeOverwrite (dict) ($affinity.nodeAffinity | default dict) $required) }}
{{- end }}
{{- toYaml $affinity }}
{{- end }}

{{- /* The option with all keys, where there are several: the variable VLLM_API_KEY alone holds one. */}}
{{- define "archon-vllm.apiKeyArguments" -}}
- --api-key
- $(VLLM_API_KEY)
{{- range $index, $_ := .Values.apiKey.additional }}
- $(API_KEY_{{ add $index 2 }})
{{- end }}
{{- end }}

{{- /* The environment variables with the keys that clients may send: VLLM_API_KEY, API_KEY_2 and so on. */}}
{{- define "archon-vllm.apiKeyEnv" -}}
{{- if .Values.apiKey.existingSecret }}
{{ include "archon-vllm.secretEnv"
    (dict "name" "VLLM_API_KEY" "secret" .Values.apiKey.existingSecret "key" .Values.apiKey.key) }}
{{- end }}
{{- $secret := .Values.apiKey.existingSecret }}
{{- range $index, $key := .Values.apiKey.additional }}
- name: API_KEY_{{ add $index 2 }}
  valueFrom:
    secretKeyRef:
      name: {{ $key.existingSecret | default $secret | quote }}
      key: {{ $key.key | quote }}
{{- end }}
{{- end }}

{{- /* Where vLLM, Triton, FlashInfer and the driver keep what they compile: a folder per image and GPU. Where gpu.product does not say the
GPU, a folder per node. A variable that the user sets stays the user's. */}}
{{- define "archon-vllm.compileCacheEnv" -}}
{{- $own := list }}
{{- range .Values.extraEnv }}
{{- $own = append $own .name }}
{{- end }}
{{- $env := list }}
{{- if not .Values.gpu.product }}
{{- $field := dict "fieldRef" (dict "fieldPath" "spec.nodeName") }}
{{- $env = append $env (dict "name" "ARCHON_NODE_NAME" "valueFrom" $field) }}
{{- end }}
{{- $gpu := .Values.gpu.product | default "$(ARCHON_NODE_NAME)" }}
{{- $folder := printf "%s/%s/%s" .Values.computed.compileCache (.Values.computed.image | sha256sum | trunc 12) $gpu }}
{{- $folders := dict "VLLM_CACHE_ROOT" "vllm" "TRITON_CACHE_DIR" "triton"
    "FLASHINFER_WORKSPACE_BASE" "flashinfer" "CUDA_CACHE_PATH" "cuda" }}
{{- range $name, $of := $folders }}
{{- if not (has $name $own) }}
{{- $env = append $env (dict "name" $name "value" (printf "%s/%s" $folder $of)) }}
{{- end }}
{{- end }}
{{- with $env }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{- /* The four settings of the reference system. Numbers keep two decimals where nothing is lost, as it writes them. */}}
{{- define "archon-vllm.configData" -}}
llm_model: {{ .Values.model.id | default "" | quote }}
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

{{- /* The init container that downloads what the values pin, in vLLM's own image and with what vLLM itself may use, but no GPU. */}}
{{- define "archon-vllm.downloadContainer" -}}
- name: download
  image: {{ .Values.computed.image | quote }}
  imagePullPolicy: {{ .Values.image.pullPolicy | quote }}
  command:
    - python3
    - -c
    - |
      {{- .Files.Get "files/scripts/download.py" | trimSuffix "\n" | nindent 6 }}
  env:
    {{- with include "archon-vllm.homeEnv" . | trim }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- with include "archon-vllm.hubEnv" . | trim }}
    {{- . | nindent 4 }}
    {{- end }}
    - name: ARCHON_DOWNLOADS
      value: {{ join "," .Values.computed.downloads | quote }}
    {{- if not
        (has "NVIDIA_VISIBLE_DEVICES" (include "archon-vllm.pluck" (list . "name" .Values.extraEnv) | fromJsonArray)) }}
    {{- /* The runtime of NVIDIA gives a container all GPUs that its image asks for. */}}
    - name: NVIDIA_VISIBLE_DEVICES
      value: void
    {{- end }}
    {{- with .Values.extraEnv }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.extraEnvFrom }}
  envFrom:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  terminationMessagePolicy: FallbackToLogsOnError
  resources:
    {{- toYaml .Values.computed.resources | nindent 4 }}
  securityContext:
    {{- toYaml .Values.securityContext | nindent 4 }}
  volumeMounts:
    {{- if ne (int64 .Values.computed.runAsUser) 0 }}
    - name: home
      mountPath: {{ .Values.computed.home | quote }}
    {{- end }}
    - name: model-cache
      mountPath: {{ .Values.computed.modelCache | quote }}
    - name: tmp
      mountPath: /tmp
    {{- with .Values.extraVolumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}

{{- /* Flags of `vllm serve` for the options of the engine that are set; the Deployment passes the ones left out here itself. */}}
{{- define "archon-vllm.engineFlags" -}}
{{- range list "dtype" "kvCacheDtype" "kvCacheMemoryBytes" "maxNumSeqs" "maxNumBatchedTokens" "tensorParallelSize"
    "pipelineParallelSize" "dataParallelSize" "enforceEager" "enablePrefixCaching" "enableChunkedPrefill"
    "cpuOffloadGb" "loadFormat" "safetensorsLoadStrategy" "tokenizer" "tokenizerMode" "trustRemoteCode"
    "generationConfig" "overrideGenerationConfig" "chatTemplate" "enableAutoToolChoice" "toolCallParser"
    "reasoningParser" "structuredOutputsConfig" "speculativeConfig" "hfOverrides" "limitMmPerPrompt"
    "compilationConfig" "poolerConfig" "kvTransferConfig" "enableLora" "maxLoras" "maxCpuLoras" "maxLoraRank"
    "attentionBackend" "schedulingPolicy" "seed" "rootPath" "uvicornLogLevel" "loggingConfig" "enableLogRequests"
    "maxLogLen" }}
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

{{- /* Where the user's home and the model cache are. */}}
{{- define "archon-vllm.homeEnv" -}}
{{- if ne (int64 .Values.computed.runAsUser) 0 }}
{{- /* For any user id: torch fails with "uid not found" if the user has no home and no name. */}}
- name: HOME
  value: {{ .Values.computed.home | quote }}
- name: USER
  value: vllm
{{- end }}
- name: HF_HOME
  value: {{ .Values.computed.modelCache | quote }}
{{- end }}

{{- /* How the Hugging Face Hub is reached: by vLLM, and by the init container. */}}
{{- define "archon-vllm.hubEnv" -}}
{{- if .Values.huggingFace.offline }}
- name: HF_HUB_OFFLINE
  value: "1"
{{- end }}
{{- if .Values.huggingFace.endpoint }}
- name: HF_ENDPOINT
  value: {{ .Values.huggingFace.endpoint | quote }}
{{- end }}
{{- if .Values.huggingFace.token.existingSecret }}
{{ include "archon-vllm.secretEnv"
    (dict "name" "HF_TOKEN" "secret" .Values.huggingFace.token.existingSecret "key" .Values.huggingFace.token.key) }}
{{- end }}
{{- end }}

{{- /* The adapters as vLLM reads them: JSON or, before 0.6.6, name=path. A commit of the Hub is in the cache, where the init container
`download` has put it. */}}
{{- define "archon-vllm.loraArguments" -}}
{{- if ne .Values.engine.enableLora true }}
- --enable-lora
{{- end }}
{{- if gt (int64 .Values.computed.lora.maxLoras) 0 }}
- --max-loras={{ int64 .Values.computed.lora.maxLoras }}
{{- end }}
{{- if gt (int64 .Values.computed.lora.maxLoraRank) 0 }}
- --max-lora-rank={{ int64 .Values.computed.lora.maxLoraRank }}
{{- end }}
- --lora-modules
{{- $release := .Values.computed.release }}
{{- $pairs := and $release (semverCompare "<0.6.6" ($release | default "0.0.0")) }}
{{- $hub := printf "%s/hub" .Values.computed.modelCache }}
{{- range .Values.extraEnv }}
{{- if and (eq .name "HF_HUB_CACHE") .value }}
{{- $hub = .value }}
{{- end }}
{{- end }}
{{- range .Values.lora.adapters }}
{{- $path := .path | default .repo }}
{{- if and .revision .repo }}
{{- $path = printf "%s/models--%s/snapshots/%s" $hub (.repo | replace "/" "--") .revision }}
{{- else if and .path (not (hasPrefix "/" .path)) }}
{{- $path = printf "/adapters/%s" .path }}
{{- end }}
{{- $module := dict "name" .name "path" $path }}
{{- with .baseModelName }}
{{- $_ := set $module "base_model_name" . }}
{{- end }}
- {{ ternary (printf "%s=%s" .name $path) (toJson $module) (not (not $pairs)) | quote }}
{{- end }}
{{- end }}

{{- /* Requests and limits of the container, its GPUs and its resource claims. Kubernetes needs these in both. A string, as Kubernetes stores it: a
number would be a change on each apply. */}}
{{- define "archon-vllm.resources" -}}
{{- $gpus := dict }}
{{- $claims := .Values.resources.claims }}
{{- if .Values.gpu.claimTemplate.enabled }}
{{- $claims = prepend $claims (dict "name" "gpu") }}
{{- else }}
{{- with int64 .Values.gpu.count }}
{{- $_ := set $gpus $.Values.gpu.resourceName (toString .) }}
{{- end }}
{{- end }}
{{- $resources := dict }}
{{- range $name, $amounts := .Values.computed.resources }}
{{- with mergeOverwrite (dict) $amounts $gpus }}
{{- $_ := set $resources $name . }}
{{- end }}
{{- end }}
{{- with $claims }}
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

{{- /* How traces are sent. A variable that the user sets stays the user's. */}}
{{- define "archon-vllm.tracingEnv" -}}
{{- $own := list }}
{{- range .Values.extraEnv }}
{{- $own = append $own .name }}
{{- end }}
{{- $variables := dict "OTEL_SERVICE_NAME" (include "archon-vllm.fullname" .)
    "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL" .Values.tracing.protocol
    "OTEL_EXPORTER_OTLP_TRACES_INSECURE" (hasPrefix "http://" .Values.tracing.endpoint | toString) }}
{{- if ne .Values.tracing.sampleRatio nil }}
{{- $_ := set $variables "OTEL_TRACES_SAMPLER" "parentbased_traceidratio" }}
{{- $_ := set $variables "OTEL_TRACES_SAMPLER_ARG" (toJson (float64 .Values.tracing.sampleRatio)) }}
{{- end }}
{{- $env := list }}
{{- range $name, $value := $variables }}
{{- if not (has $name $own) }}
{{- $env = append $env (dict "name" $name "value" $value) }}
{{- end }}
{{- end }}
{{- if .Values.tracing.headers.existingSecret }}
{{- $ref := dict "name" .Values.tracing.headers.existingSecret "key" .Values.tracing.headers.key }}
{{- if not (has "OTEL_EXPORTER_OTLP_TRACES_HEADERS" $own) }}
{{- $env = append $env (dict "name" "OTEL_EXPORTER_OTLP_TRACES_HEADERS" "valueFrom" (dict "secretKeyRef" $ref)) }}
{{- end }}
{{- end }}
{{- with $env }}
{{- toYaml . }}
{{- end }}
{{- end }}
