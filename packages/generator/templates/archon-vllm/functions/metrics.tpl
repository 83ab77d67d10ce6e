{{- /* What a vLLM release calls its metrics, of an unknown one the newest names; nothing where nobody needs them. */}}
{{- define "metric-names" -}}
{{- $found := dict }}
{{- if index . 2 }}
{{- $release := index . 1 }}
{{- range (index . 0).Files.Get "files/metrics.json" | fromJsonArray }}
{{- if or (not $release) (semverCompare (printf ">=%s" .from) ($release | default "0.0.0")) }}
{{- $found = omit . "from" }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{- /* Seconds of a duration with one unit: 5m. */}}
{{- define "seconds" -}}
{{- $duration := index . 1 | default "0s" | toString }}
{{- if regexMatch "^[0-9]+[smh]$" $duration }}
{{- mul (regexFind "^[0-9]+" $duration) (get (dict "s" 1 "m" 60 "h" 3600) (regexFind "[smh]$" $duration)) }}
{{- else }}
{{- 0 }}
{{- end }}
{{- end }}

{{- /* Pods that a disruption budget lets go; of an unknown number at least one, unless it leaves none of any number. */}}
{{- define "disruptions-allowed" -}}
{{- $root := index . 0 }}
{{- $count := int64 (index . 1) }}
{{- $least := index . 2 }}
{{- $most := index . 3 }}
{{- if eq $least nil }}
{{- include "pods-of" (list (ternary 1 $most (eq $most nil)) ($count | default 1)) }}
{{- else if gt $count 0 }}
{{- sub $count (include "pods-of" (list $least $count)) }}
{{- else }}
{{- ternary 0 1 (eq (toString $least) "100%") }}
{{- end }}
{{- end }}

{{- /* Pods of a number, or of a percentage of it, rounded up. */}}
{{- define "pods-of" -}}
{{- $amount := index . 0 }}
{{- if kindIs "string" $amount }}
{{- div (add (mul (trimSuffix "%" $amount) (index . 1)) 99) 100 }}
{{- else }}
{{- int64 $amount }}
{{- end }}
{{- end }}
