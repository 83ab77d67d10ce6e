{{- /* Generated from schemas/archon-vllm by `npx nx run generator:build`: do not edit. */}}

{{- /* What follows from the values: adds the key "computed" to them. */}}
{{- define "archon-vllm.computeValues" -}}
{{- $computed := dict }}
{{- $_ := set .Values "computed" $computed }}
{{- /* What the preset is, for NOTES. */}}
{{- if ne (.Values._preset.about).title nil }}
{{- $_ := set $computed "presetTitle" (.Values._preset.about).title }}
{{- else }}
{{- $_ := set $computed "presetTitle" "" }}
{{- end }}
{{- /* Whether the preset's model settings apply. */}}
{{- $_ := set $computed "modelFromPreset" (eq
      (ternary .Values.model.copyOf (.Values.model.id | default "") (ne .Values.model.copyOf nil))
      (ternary ((.Values._preset.model).model).id "-" (ne ((.Values._preset.model).model).id nil))) }}
{{- /* What the catalog knows of the model; nothing where it does not have it. */}}
{{- $_ := set $computed "catalogModel" (include "archon-vllm.catalogModel"
      (list . (ternary .Values.model.copyOf (.Values.model.id | default "") (ne .Values.model.copyOf nil)))
      | fromJson) }}
{{- /* Whether model.id is a folder of a bucket, from which vLLM streams the weights at every start. */}}
{{- $_ := set $computed "bucket" (regexMatch "^(s3|gs|az)://" ((.Values.model.id | default "") | default "")) }}
{{- /* Size of the first download in GB; 0 when it is unknown, or the model is read from a path or a bucket. */}}
{{- if or (hasPrefix "/" (.Values.model.id | default "")) .Values.computed.bucket }}
{{- $_ := set $computed "downloadGB" 0 }}
{{- else if ne .Values.computed.catalogModel.downloadGB nil }}
{{- $_ := set $computed "downloadGB" (int64 .Values.computed.catalogModel.downloadGB) }}
{{- else }}
{{- $_ := set $computed "downloadGB" 0 }}
{{- end }}
{{- /* What clients ask the model for: chat, embed or score. From --runner, --convert and --task where they are set,
     else from the model's name. It decides which request NOTES prints. */}}
{{- $_ := set $computed "task" (include "archon-vllm.modelTask" (list . .Values.engine
        (ternary .Values.model.copyOf (.Values.model.id | default "") (ne .Values.model.copyOf nil)))) }}
{{- /* Whether the repository is vLLM's own or a mirror of it, by its name. Its tags begin with the release. */}}
{{- $_ := set $computed "vllmImage"
    (regexMatch "(^|/)vllm-openai(-[a-z0-9]+)?([:@]|$)" (.Values.image.repository | default "")) }}
{{- /* The image, by tag, by digest or by both. A preset's tag says nothing of the user's digest. */}}
{{- if .Values.image.digest }}
{{- $_ := set $computed "image" (printf "%v%v%v%v" .Values.image.repository
      (ternary (printf "%v%v" ":" (.Values.image.tag | default "")) "" (ne (.Values._user.image).tag nil)) "@"
      (.Values.image.digest | default "")) }}
{{- else }}
{{- $_ := set $computed "image" (printf "%v%v%v" .Values.image.repository ":"
      (ternary .Values.image.tag (printf "%v%v" "v" .Chart.AppVersion) (ne .Values.image.tag nil))) }}
{{- end }}
{{- /* vLLM release of the image; empty when it is unknown. */}}
{{- if ne .Values.image.release nil }}
{{- $_ := set $computed "release" .Values.image.release }}
{{- else if or (not .Values.computed.vllmImage)
    (and (ne .Values.image.digest nil) (not (ne (.Values._user.image).tag nil))) }}
{{- $_ := set $computed "release" "" }}
{{- else if ne .Values.image.tag nil }}
{{- $_ := set $computed "release"
    (regexFind "^v?(0|[1-9][0-9]{0,8})(\\.(0|[1-9][0-9]{0,8})){2}" (toString .Values.image.tag) | trimPrefix "v") }}
{{- else }}
{{- $_ := set $computed "release" .Chart.AppVersion }}
{{- end }}
{{- /* The catalog's entry for that release. */}}
{{- $_ := set $computed "vllm" (include "archon-vllm.catalogRelease" (list . .Values.computed.release) | fromJson) }}
{{- /* Whether the pod gets NVIDIA GPUs. */}}
{{- $_ := set $computed "nvidia" (and (gt (int64 .Values.gpu.count) 0) (ternary
        (regexMatch "nvidia[.]com$" (.Values.gpu.claimTemplate.deviceClassName | default ""))
        (regexMatch "^nvidia[.]com/" (.Values.gpu.resourceName | default "")) .Values.gpu.claimTemplate.enabled)) }}
{{- /* NVIDIA driver branch that the image needs; empty where it has no CUDA, or another CUDA than the catalog knows. */}}
{{- if and .Values.computed.nvidia (regexMatch "(^|/)vllm-openai$" (.Values.image.repository | default ""))
    (not (regexMatch "-cu[0-9]" ((.Values.image.tag | default "") | default ""))) }}
{{- if ne .Values.computed.vllm.minDriver nil }}
{{- $_ := set $computed "minDriver" .Values.computed.vllm.minDriver }}
{{- else }}
{{- $_ := set $computed "minDriver" "" }}
{{- end }}
{{- else }}
{{- $_ := set $computed "minDriver" "" }}
{{- end }}
{{- /* RuntimeClass of the pods; empty means the node's default runtime. */}}
{{- if ne .Values.gpu.runtimeClassName nil }}
{{- $_ := set $computed "runtimeClassName" .Values.gpu.runtimeClassName }}
{{- else if and .Values.computed.nvidia (not .Values.gpu.claimTemplate.enabled) }}
{{- $_ := set $computed "runtimeClassName" "nvidia" }}
{{- else }}
{{- $_ := set $computed "runtimeClassName" "" }}
{{- end }}
{{- /* The tolerations of the pods, the user's first. */}}
{{- $_ := set $computed "tolerations" (include "archon-vllm.gpuTolerations"
      (list . .Values.tolerations (and .Values.gpu.tolerateTaint .Values.computed.nvidia)) | fromJsonArray) }}
{{- /* What the node label nvidia.com/gpu.product may be, with gpu.selectProduct. */}}
{{- $_ := set $computed "productLabels" (include "archon-vllm.gpuLabels"
      (list . (ternary (.Values.gpu.product | default "") "" .Values.gpu.selectProduct)) | fromJsonArray) }}
{{- /* GPUs that vLLM uses, the product of the parallel sizes. */}}
{{- $_ := set $computed "gpusUsed" (mul
      (int64 (ternary .Values.engine.tensorParallelSize 1 (ne .Values.engine.tensorParallelSize nil)))
      (int64 (ternary .Values.engine.pipelineParallelSize 1 (ne .Values.engine.pipelineParallelSize nil)))
      (int64 (ternary .Values.engine.dataParallelSize 1 (ne .Values.engine.dataParallelSize nil)))) }}
{{- /* Messages about these values on gpu.product. All are empty while gpu.product is. */}}
{{- $_ := set $computed "hardware"
    (include "archon-vllm.hardware" (list . .Values .Values.computed.release) | fromJson) }}
{{- /* The requests and limits that count, each request with its limit. Without the GPUs. */}}
{{- $_ := set $computed "resources" (include "archon-vllm.pairResources" (list . .Values.resources.requests
        .Values.resources.limits (.Values._user.resources).requests (.Values._user.resources).limits) | fromJson) }}
{{- /* The controller whose annotations the Ingress gets; empty when nothing tells it. */}}
{{- if ne .Values.ingress.controller nil }}
{{- $_ := set $computed "ingressController" .Values.ingress.controller }}
{{- else if has .Values.ingress.className (list "nginx" "traefik" "haproxy" "contour") }}
{{- $_ := set $computed "ingressController" .Values.ingress.className }}
{{- else if eq .Values.ingress.className "alb" }}
{{- $_ := set $computed "ingressController" "aws" }}
{{- else if eq .Values.ingress.className "gce" }}
{{- $_ := set $computed "ingressController" "gke" }}
{{- else }}
{{- $_ := set $computed "ingressController" "" }}
{{- end }}
{{- /* Path of the API behind the Ingress, the first of the first host, without a slash at its end. */}}
{{- $_ := set $computed "apiPath" (include "archon-vllm.apiPath" (list . .Values.ingress.hosts)) }}
{{- /* Path of the API behind the Gateway, without a slash at its end. */}}
{{- $_ := set $computed "routePath" (include "archon-vllm.routePath" (list . .Values.httpRoute.paths)) }}
{{- /* How the Service is asked. */}}
{{- if .Values.tls.existingSecret }}
{{- $_ := set $computed "scheme" "https" }}
{{- else }}
{{- $_ := set $computed "scheme" "http" }}
{{- end }}
{{- /* Whether the chart makes vLLM look at the files of the certificate instead of waiting for file system events. A
     variable that the user sets stays the user's. */}}
{{- $_ := set $computed "pollsCertificate" (and (ne .Values.tls.existingSecret nil)
      (ne .Values.computed.vllm.sslRefresh nil) (not (has "WATCHFILES_FORCE_POLLING"
          (include "archon-vllm.pluck" (list . "name" .Values.extraEnv) | fromJsonArray)))) }}
{{- /* How many adapters there are, and what they add to the options of the engine; 0 where engine sets it. */}}
{{- $_ := set $computed "lora" (include "archon-vllm.loraOptions" (list . .Values.lora .Values.engine) | fromJson) }}
{{- /* What the init container downloads from the Hub before vLLM starts, as id@revision, the model first. */}}
{{- $_ := set $computed "downloads" (include "archon-vllm.downloadsOf" (list . .Values.lora (ternary (printf "%v%v%v"
            (.Values.model.id | default "") "@"
            (ternary .Values.model.revision "main" (ne .Values.model.revision nil))) "" .Values.model.predownload))
      | fromJsonArray) }}
{{- /* Seconds that vLLM gives running requests to finish; 0 if the release cannot wait for them. */}}
{{- if ne .Values.computed.vllm.shutdownTimeout nil }}
{{- if ne .Values.drain.shutdownTimeoutSeconds nil }}
{{- $_ := set $computed "shutdownTimeoutSeconds" (int64 .Values.drain.shutdownTimeoutSeconds) }}
{{- else }}
{{- $_ := set $computed "shutdownTimeoutSeconds" 60 }}
{{- end }}
{{- else }}
{{- $_ := set $computed "shutdownTimeoutSeconds" 0 }}
{{- end }}
{{- /* Seconds that a pod has to end; 5 of them are for vLLM to exit when no request is left. */}}
{{- if ne .Values.drain.terminationGracePeriodSeconds nil }}
{{- $_ := set $computed "terminationGracePeriodSeconds" (int64 .Values.drain.terminationGracePeriodSeconds) }}
{{- else }}
{{- $_ := set $computed "terminationGracePeriodSeconds"
    (add (int64 .Values.drain.preStopSleepSeconds) (int64 .Values.computed.shutdownTimeoutSeconds) 5) }}
{{- end }}
{{- /* The startup budget, plus ten minutes for scheduling and for pulling an image of about 10 GB, plus the time in
     which the old pod ends and frees its GPU. */}}
{{- $_ := set $computed "progressDeadlineSeconds"
    (add (int64 .Values.startup.timeoutSeconds) 600 (int64 .Values.computed.terminationGracePeriodSeconds)) }}
{{- /* Startup checks that may fail, so that together they last startup.timeoutSeconds. */}}
{{- $_ := set $computed "startupFailureThreshold" (div
      (sub (add (int64 .Values.startup.timeoutSeconds) (int64 .Values.probes.startup.periodSeconds)) 1)
      (int64 .Values.probes.startup.periodSeconds)) }}
{{- /* Whether several nodes may use the model cache: each pod has a temporary one, or the access modes allow it. Of
     a claim that the chart does not create they are unknown. */}}
{{- $_ := set $computed "sharedCache" (or (not .Values.persistence.enabled)
      (ne .Values.persistence.existingClaim nil) (has "ReadWriteMany" .Values.persistence.accessModes)
      (has "ReadOnlyMany" .Values.persistence.accessModes)) }}
{{- /* User id of the container. 2000 where the cluster assigns one (OpenShift): the chart only tells root from
     others. */}}
{{- if ne .Values.securityContext.runAsUser nil }}
{{- $_ := set $computed "runAsUser" (int64 .Values.securityContext.runAsUser) }}
{{- else if ne .Values.podSecurityContext.runAsUser nil }}
{{- $_ := set $computed "runAsUser" (int64 .Values.podSecurityContext.runAsUser) }}
{{- else if ternary .Values.securityContext.runAsNonRoot (.Values.podSecurityContext.runAsNonRoot | default false)
    (ne .Values.securityContext.runAsNonRoot nil) }}
{{- $_ := set $computed "runAsUser" 2000 }}
{{- else }}
{{- $_ := set $computed "runAsUser" 0 }}
{{- end }}
{{- /* Mount path of the model cache, HF_HOME. It is directly in the home where that is a volume: the container
     runtime would create a folder in between as root, and vLLM could not write its own caches there. */}}
{{- if eq (int64 .Values.computed.runAsUser) 0 }}
{{- $_ := set $computed "modelCache" "/root/.cache/huggingface" }}
{{- else }}
{{- $_ := set $computed "modelCache" "/home/vllm/huggingface" }}
{{- end }}
{{- /* MB per second at which the first download must arrive to leave seven minutes of the startup budget, for
     imports, compiling and CUDA graphs; 0 where the size of the download is unknown. */}}
{{- $_ := set $computed "downloadMBps" (div (sub (add (mul (int64 .Values.computed.downloadGB) 1000) (ternary
            (add (int64 .Values.startup.timeoutSeconds) -420) 60 (gt (int64 .Values.startup.timeoutSeconds) 480))) 1)
      (ternary (add (int64 .Values.startup.timeoutSeconds) -420) 60 (gt (int64 .Values.startup.timeoutSeconds) 480))) }}
{{- /* The most pods that there can be. Where nothing tells, more than one. */}}
{{- if .Values.autoscaling.enabled }}
{{- $_ := set $computed "mostReplicas" (int64 .Values.autoscaling.maxReplicas) }}
{{- else if ne .Values.replicas nil }}
{{- $_ := set $computed "mostReplicas" (int64 .Values.replicas) }}
{{- else }}
{{- $_ := set $computed "mostReplicas" 2 }}
{{- end }}
{{- /* Folder of the compile cache, or nothing while it ends with the pod. */}}
{{- if and .Values.persistence.enabled (ne .Values.computed.release "") (ternary .Values.compileCache.enabled (and
        (not .Values.persistence.existingClaim) (not (eq (join "," .Values.persistence.accessModes) "ReadOnlyMany")))
      (ne .Values.compileCache.enabled nil)) (not (semverCompare "<0.8.0-0" .Values.computed.release))
    (or (lt (int64 .Values.computed.mostReplicas) 2) (not (semverCompare "<0.18.0-0" .Values.computed.release))) }}
{{- $_ := set $computed "compileCache" (printf "%v%v" .Values.computed.modelCache "/compiled") }}
{{- else }}
{{- $_ := set $computed "compileCache" "" }}
{{- end }}
{{- /* Whether the old pod ends before the new one starts: with one replica there is no spare GPU, and a cache that
     only one node at a time can mount would block the new pod. An unknown number of replicas may be more than one. */}}
{{- if ne .Values.strategy nil }}
{{- $_ := set $computed "recreate" (eq .Values.strategy "Recreate") }}
{{- else }}
{{- $_ := set $computed "recreate"
    (or (lt (int64 .Values.computed.mostReplicas) 2) (not .Values.computed.sharedCache)) }}
{{- end }}
{{- /* Seconds for which the load must have been low before a pod is removed. */}}
{{- if ne .Values.autoscaling.scaleDown.stabilizationWindowSeconds nil }}
{{- $_ := set $computed "scaleDownSeconds" (int64 .Values.autoscaling.scaleDown.stabilizationWindowSeconds) }}
{{- else if gt (int64 .Values.computed.terminationGracePeriodSeconds) 3600 }}
{{- $_ := set $computed "scaleDownSeconds" 3600 }}
{{- else if gt (int64 .Values.computed.terminationGracePeriodSeconds) 300 }}
{{- $_ := set $computed "scaleDownSeconds" (int64 .Values.computed.terminationGracePeriodSeconds) }}
{{- else }}
{{- $_ := set $computed "scaleDownSeconds" 300 }}
{{- end }}
{{- /* Seconds in which at most one pod is removed. Kubernetes allows at most 1800. */}}
{{- if ne .Values.autoscaling.scaleDown.periodSeconds nil }}
{{- $_ := set $computed "scaleDownPeriodSeconds" (int64 .Values.autoscaling.scaleDown.periodSeconds) }}
{{- else if gt (int64 .Values.computed.terminationGracePeriodSeconds) 1800 }}
{{- $_ := set $computed "scaleDownPeriodSeconds" 1800 }}
{{- else }}
{{- $_ := set $computed "scaleDownPeriodSeconds" (int64 .Values.computed.terminationGracePeriodSeconds) }}
{{- end }}
{{- /* Thousandths of the KV cache in use per pod at which an HPA adds one. An adapter adds up the engines of a pod
     with data parallelism. */}}
{{- $_ := set $computed "kvCacheTarget" (mul (int64 (.Values.autoscaling.kvCacheUsage | default 0)) 10
      (int64 (ternary .Values.engine.dataParallelSize 1 (ne .Values.engine.dataParallelSize nil)))) }}
{{- /* What the release calls its metrics; empty where no autoscaler and no alert needs them. */}}
{{- $_ := set $computed "metrics" (include "archon-vllm.metricNames"
      (list . .Values.computed.release (or .Values.autoscaling.enabled .Values.prometheusRule.enabled)) | fromJson) }}
{{- /* The fewest pods that there are; 0 where nothing tells. */}}
{{- if .Values.autoscaling.enabled }}
{{- $_ := set $computed "leastReplicas" (int64 .Values.autoscaling.minReplicas) }}
{{- else if ne .Values.replicas nil }}
{{- $_ := set $computed "leastReplicas" (int64 .Values.replicas) }}
{{- else }}
{{- $_ := set $computed "leastReplicas" 0 }}
{{- end }}
{{- /* How many of those a drain may end. At least one, where nothing tells how many there are and the budget leaves
     any. */}}
{{- $_ := set $computed "disruptionsAllowed" (include "archon-vllm.disruptionsAllowed" (list .
        .Values.computed.leastReplicas .Values.podDisruptionBudget.minAvailable
        .Values.podDisruptionBudget.maxUnavailable) | int64) }}
{{- /* Whether the pods contact the model's source, or send usage statistics. */}}
{{- $_ := set $computed "reachesOut"
    (or (not .Values.huggingFace.offline) .Values.computed.bucket .Values.usageStats.enabled) }}
{{- /* Whether a NetworkPolicy opens the ports of the model's source, because no CiliumNetworkPolicy names its hosts. */}}
{{- $_ := set $computed "reachesByAddress"
    (and .Values.computed.reachesOut (not .Values.networkPolicy.cilium.enabled)) }}
{{- /* Host names of what the pods contact, where a CiliumNetworkPolicy says so. */}}
{{- $_ := set $computed "reachedHosts" (include "archon-vllm.sourceHosts"
      (list . .Values.networkPolicy.cilium.hosts .Values.huggingFace.endpoint .Values.usageStats.enabled)
      | fromJsonArray) }}
{{- /* Home of that user, where caches go. */}}
{{- if eq (int64 .Values.computed.runAsUser) 0 }}
{{- $_ := set $computed "home" "/root" }}
{{- else }}
{{- $_ := set $computed "home" "/home/vllm" }}
{{- end }}
{{- /* Whether there shall always be a pod. */}}
{{- if .Values.autoscaling.enabled }}
{{- $_ := set $computed "neverEmpty" (gt (int64 .Values.autoscaling.minReplicas) 0) }}
{{- else }}
{{- $_ := set $computed "neverEmpty" (gt (int64 (.Values.replicas | default 0)) 0) }}
{{- end }}
{{- /* Port of the collector; empty without one. */}}
{{- $_ := set $computed "tracingPort" (include "archon-vllm.closedPort" (list . .Values.tracing.endpoint (list 0))) }}
{{- /* Environment variables that the chart sets. A test compares them with what it renders. */}}
{{- $_ := set $computed "reservedEnv" (list "LLM_MODEL" "GPU_MEMORY_UTILIZATION" "MAX_MODEL_LEN" "QUANTIZATION"
      "HOME" "USER" "HF_HOME" "HF_TOKEN" "HF_HUB_OFFLINE" "HF_ENDPOINT" "VLLM_API_KEY" "API_KEY_2" "API_KEY_3"
      "API_KEY_4" "API_KEY_5" "VLLM_ENGINE_READY_TIMEOUT_S" "VLLM_NO_USAGE_STATS" "ARCHON_NODE_NAME"
      "ARCHON_DOWNLOADS") }}
{{- /* Volumes that the chart mounts. */}}
{{- $_ := set $computed "reservedVolumes" (list "adapters" "home" "model-cache" "shm" "tmp" "vllm-tls") }}
{{- /* Those of them that the pod has; root's home is the image's own. */}}
{{- if eq (int64 .Values.computed.runAsUser) 0 }}
{{- $_ := set $computed "mountableVolumes" (list "model-cache" "shm" "tmp") }}
{{- else }}
{{- $_ := set $computed "mountableVolumes" (list "home" "model-cache" "shm" "tmp") }}
{{- end }}
{{- /* Paths at which the chart mounts volumes. */}}
{{- $_ := set $computed "reservedMountPaths"
    (list .Values.computed.home .Values.computed.modelCache "/tmp" "/dev/shm" "/etc/vllm-tls" "/adapters") }}
{{- /* Labels that the chart sets. */}}
{{- $_ := set $computed "reservedLabels" (list "app.kubernetes.io/name" "app.kubernetes.io/instance"
      "app.kubernetes.io/component" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart") }}
{{- end }}
