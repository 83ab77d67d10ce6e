{{- /* What clients ask a model for: its flags tell, then its name (packages/charts/src/archon-vllm/model-task.ts). */}}
{{- define "model-task" -}}
{{- $engine := index . 1 | default dict }}
{{- $model := index . 2 | default "" | lower }}
{{- $tasks := dict "generate" "chat" "embed" "embed" "embedding" "embed" "score" "score" "classify" "score" }}
{{- $told := "" }}
{{- $pooling := false }}
{{- range $name := list "task" "convert" "runner" }}
{{- $word := get $engine $name | default "" }}
{{- range $engine.extraArgs }}
{{- if and (not $word) (hasPrefix (printf "--%s=" $name) .) }}
{{- $word = trimPrefix (printf "--%s=" $name) . }}
{{- end }}
{{- end }}
{{- $told = $told | default (get $tasks (toString $word)) }}
{{- $pooling = or $pooling (eq (toString $word) "pooling") }}
{{- end }}
{{- if $told }}
{{- $told }}
{{- else if regexMatch "rerank|cross-encoder" $model }}score
{{- else if or $pooling (regexMatch "embed|(^|[/-])(bge|e5|gte)-" $model) }}embed
{{- else }}chat
{{- end }}
{{- end }}
