{{- /* Generated from packages/generator/templates/archon-vllm/functions/scheduling.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /* Tolerations, and that of the GPUs' taint where it is wanted and none of them is for it. */}}
{{- define "archon-vllm.gpuTolerations" -}}
{{- $all := index . 1 | default list }}
{{- $covered := false }}
{{- range $all }}
{{- $key := or (not .key) (eq (.key | default "") "nvidia.com/gpu") }}
{{- $covered = or $covered (and $key (or (not .effect) (eq (.effect | default "") "NoSchedule"))) }}
{{- end }}
{{- if and (index . 2) (not $covered) }}
{{- $all = append $all (dict "key" "nvidia.com/gpu" "operator" "Exists" "effect" "NoSchedule") }}
{{- end }}
{{- toJson $all }}
{{- end }}

{{- /* What the node label nvidia.com/gpu.product is for a GPU of the catalog: whole, and shared by time. */}}
{{- define "archon-vllm.gpuLabels" -}}
{{- $labels := list }}
{{- if index . 1 }}
{{- with (get ((index . 0).Files.Get "files/sizing/gpus.json" | fromJson) (index . 1) | default dict).label }}
{{- $labels = list . (printf "%s-SHARED" .) }}
{{- end }}
{{- end }}
{{- toJson $labels }}
{{- end }}

{{- /* Why a resource of the device plugin is not a part of a GPU of the catalog. */}}
{{- define "archon-vllm.sliceProblems" -}}
{{- $resource := index . 2 }}
{{- $problems := list }}
{{- if and (index . 1) (hasPrefix "nvidia.com/mig-" $resource) }}
{{- with get ((index . 0).Files.Get "files/sizing/gpus.json" | fromJson) (index . 1) }}
{{- $known := false }}
{{- range .mig }}
{{- $known = or $known (hasPrefix (printf "nvidia.com/mig-%s." .) (printf "%s." $resource)) }}
{{- end }}
{{- if not $known }}
{{- $parts := ternary (printf "is divided into %s" (join ", " .mig)) "has no MIG" (hasKey . "mig") }}
{{- $problems = list (printf "%s is a MIG slice, and %s %s. Correct it, or gpu.product, or remove gpu.product." $resource .name $parts) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $problems }}
{{- end }}
