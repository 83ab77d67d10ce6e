{{- /* Generated from schemas/archon-ci by `npx nx run generator:build`: do not edit. */}}

{{- /* Merges the values in place, once per release: chart default < preset < user. */}}
{{- define "archon-ci.values" -}}
{{- if not (hasKey .Values "_user") }}
{{- include "archon-ci.mergeValues" . }}
{{- include "archon-ci.computeValues" . }}
{{- end }}
{{- end }}

{{- /* The merge. .Values._user keeps what the user gave, .Values._preset the file of the chosen preset. */}}
{{- define "archon-ci.mergeValues" -}}
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
{{- $given := dict }}
{{- range $key, $value := .Values }}
{{- if ne $value nil }}
{{- $_ := set $given $key $value }}
{{- end }}
{{- end }}
{{- $merged = mergeOverwrite $merged $given }}
{{- /* null leaves images.go out. no Go */}}
{{- if or (eq ($user.images).go nil) }}
{{- $_ := unset $merged.images "go" }}
{{- end }}
{{- range $key, $value := $merged }}
{{- $_ := set $.Values $key $value }}
{{- end }}
{{- $_ := set .Values "_user" $user }}
{{- $_ := set .Values "_preset" $preset }}
{{- end }}
