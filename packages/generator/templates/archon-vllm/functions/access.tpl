{{- /* Where each key is: secret/key, the first one first. */}}
{{- define "keyPlaces" -}}
{{- $first := index . 1 }}
{{- $places := list }}
{{- range prepend ($first.additional | default list) $first }}
{{- $secret := .existingSecret | default $first.existingSecret | default "" }}
{{- $places = append $places (printf "%s/%s" $secret .key) }}
{{- end }}
{{- toJson $places }}
{{- end }}
