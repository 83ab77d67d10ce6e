{{- /* Generated from packages/generator/templates/common/functions/functions.tpl by `npx nx run generator:build`: do not edit. */}}

{{- /* One key of each object of a list; empty text where it is absent. */}}
{{- define "archon-vllm.pluck" -}}
{{- $key := index . 1 }}
{{- $found := list }}
{{- range index . 2 }}
{{- $found = append $found (get . $key | default "") }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{- /* The items of the first list that are not in any of the others. */}}
{{- define "archon-vllm.without" -}}
{{- $others := list }}
{{- range slice . 2 }}
{{- $others = concat $others (. | default list) }}
{{- end }}
{{- $left := list }}
{{- range index . 1 }}
{{- if not (has . $others) }}
{{- $left = append $left . }}
{{- end }}
{{- end }}
{{- toJson $left }}
{{- end }}

{{- /* The absolute paths of the first list that are in none of the folders of the others. */}}
{{- define "archon-vllm.pathsOutside" -}}
{{- $folders := list }}
{{- range slice . 2 }}
{{- $folders = concat $folders (. | default list) }}
{{- end }}
{{- $outside := list }}
{{- range $path := index . 1 }}
{{- if hasPrefix "/" ($path | default "") }}
{{- $inside := false }}
{{- range $folders }}
{{- $inside = or $inside (hasPrefix (printf "%s/" (trimSuffix "/" .)) (printf "%s/" $path)) }}
{{- end }}
{{- if not $inside }}
{{- $outside = append $outside $path }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $outside }}
{{- end }}

{{- /* The items that a list has more than once. */}}
{{- define "archon-vllm.duplicates" -}}
{{- $seen := list }}
{{- $twice := list }}
{{- range index . 1 }}
{{- if has . $seen }}
{{- $twice = append $twice . }}
{{- end }}
{{- $seen = append $seen . }}
{{- end }}
{{- uniq $twice | toJson }}
{{- end }}

{{- /* The items of the first list that are also in the second. */}}
{{- define "archon-vllm.overlap" -}}
{{- $other := index . 2 }}
{{- $both := list }}
{{- range index . 1 }}
{{- if has . $other }}
{{- $both = append $both . }}
{{- end }}
{{- end }}
{{- toJson $both }}
{{- end }}

{{- /* The number that a text means: 0.9, 32k (32000), 32K (32768), auto (-1). */}}
{{- define "archon-vllm.number" -}}
{{- if eq . "auto" }}-1
{{- else }}
{{- $unit := regexFind "[kKmMgGtT]$" . }}
{{- $factors := dict "k" 1e3 "m" 1e6 "g" 1e9 "t" 1e12 "K" 1024.0 "M" 1048576.0 "G" 1073741824.0 "T" 1099511627776.0 }}
{{- if $unit }}
{{- mulf (trimSuffix $unit . | float64) (get $factors $unit) | floor }}
{{- else }}
{{- float64 . }}
{{- end }}
{{- end }}
{{- end }}

{{- /* A Kubernetes quantity as a number. */}}
{{- define "archon-vllm.bytes" -}}
{{- $quantity := index . 1 | toString }}
{{- $number := regexFind "^[+-]?[0-9.]+([eE][+-]?[0-9]+)?" $quantity }}
{{- $suffix := trimPrefix $number $quantity }}
{{- $divisors := dict "n" 1e9 "u" 1e6 "m" 1e3 }}
{{- $factors := dict "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18
    "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 "Ti" 1099511627776.0
    "Pi" 1125899906842624.0 "Ei" 1152921504606846976.0 }}
{{- if hasKey $divisors $suffix }}
{{- divf (float64 $number) (get $divisors $suffix) }}
{{- else }}
{{- mulf (float64 $number) (get $factors $suffix | default 1.0) }}
{{- end }}
{{- end }}
