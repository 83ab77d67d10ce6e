{{- /* Generated from partials/text in packages/generator/templates by `npx nx run generator:build`: do not edit. */}}

{{- /* Seconds in words: 30 minutes, 90 seconds. */}}
{{- define "archon-vllm.duration" -}}
{{- $seconds := int64 .seconds }}
{{- if and (ge $seconds 120) (eq (mod $seconds 60) 0) }}
{{- div $seconds 60 }} minutes
{{- else }}
{{- $seconds }} seconds
{{- end }}
{{- end }}

{{- /* A whole number with commas: 32,768. */}}
{{- define "archon-vllm.thousands" -}}
{{- $rest := int64 .number | toString }}
{{- $groups := list }}
{{- range until 7 }}
{{- $group := regexFind "[0-9]{1,3}$" $rest }}
{{- if $group }}
{{- $groups = prepend $groups $group }}
{{- $rest = trimSuffix $group $rest }}
{{- end }}
{{- end }}
{{- $rest }}{{ join "," $groups }}
{{- end }}

{{- /* A whole number within a text. */}}
{{- define "archon-vllm.threshold" -}}
{{ int64 .of }}
{{- end }}

{{- /* Where a value comes from that presets may set. */}}
{{- define "archon-vllm.valueSource" -}}
{{ if .own }}your values{{ else }}preset {{ .root.Values.preset }}{{ end }}
{{- end }}
