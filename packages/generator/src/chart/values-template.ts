import { presetLeaves, type Model } from '@archon/values';
import { wrap } from './yaml-text.ts';

/** Where the chart keeps the merged values while it renders; no user can set it, because the schema is closed. */
const effectiveKey = '_effective';

/** The lines at the top of a template that make `$values` the effective values. */
export const loadValues = (chart: string, end = '}}'): string =>
  `{{- include "${chart}.values" $ }}\n{{- $values := $.Values.${effectiveKey} ${end}\n`;

/** The named template that merges chart default < preset < user, as packages/values/src/merge-values.ts does. */
export function valuesTemplate(model: Model): string {
  const { name } = model.root;
  const leaves = presetLeaves(model).map(({ path }) => `"${path.join('.')}"`);
  const list = wrap(leaves.join(' '), 100).join('\n    ');
  return `{{- /* Effective values: chart default < preset < user. The preset's model group applies to its own model only. */}}
{{- define "${name}.merge" -}}
{{- $values := .Files.Get "files/defaults.json" | fromJson }}
{{- $defaults := deepCopy $values }}
{{- $preset := dict }}
${mergePreset(model)}{{- $given := dict }}
{{- range $key, $value := .Values }}
{{- if ne $value nil }}
{{- $_ := set $given $key (deepCopy $value) }}
{{- end }}
{{- end }}
{{- $values = mergeOverwrite $values $given }}
${leaves.length > 0 ? resetNulls(list) : ''}{{- include "${name}.computed" (dict "root" $ "values" $values "preset" $preset) }}
{{- end }}

{{- /* Merges once per release and keeps the result beside the user's values: nine templates ask for it. */}}
{{- define "${name}.values" -}}
{{- if not (hasKey .Values "${effectiveKey}") }}
{{- $_ := set .Values "${effectiveKey}" (include "${name}.merge" . | fromJson) }}
{{- end }}
{{- end }}
`;
}

/** Puts the groups of the chosen preset over the defaults; one with `unless` only where the user says the same. */
function mergePreset({ root }: Model): string {
  if (!root.presets) return '';
  const { value, groups } = root.presets;
  const names = Object.keys(groups);
  const merges = Object.entries(groups).map(([group, { unless }]) => {
    const merge = `{{- $values = mergeOverwrite $values (deepCopy $preset.${group}) }}`;
    if (unless === undefined) return merge;
    const own = `{{- $own := ${steps('.Values', unless)} }}`;
    return `${own}\n{{- if or (not $own) (eq $own ${steps(`$preset.${group}`, unless)}) }}\n${merge}\n{{- end }}`;
  });
  return `{{- $name := ternary .Values.${value} $values.${value} (hasKey .Values "${value}") }}
{{- if $name }}
{{- $preset = .Files.Get (printf "files/presets/%s.json" $name) | fromJson }}
{{- if not (hasKey $preset "${names[0]}") }}
{{- $known := list }}
{{- range $path, $_ := .Files.Glob "files/presets/*.json" }}
{{- $known = append $known (base $path | trimSuffix ".json") }}
{{- end }}
{{- fail (printf "\\n\\n${value}: there is no preset %q. Known presets: %s." $name (join ", " $known)) }}
{{- end }}
${merges.join('\n')}
{{- end }}
`;
}

/** A path whose steps may be absent: `((.Values).model).id`. */
const steps = (root: string, path: string): string =>
  path.split('.').reduce((text, key, index) => (index === 0 ? `${text}.${key}` : `(${text}).${key}`), root);

const resetNulls = (
  list: string,
): string => `{{- /* null on a value that presets own, or on an entry of it, means: as if no preset had set it. */}}
{{- range list\n    ${list} }}
{{- $keys := splitList "." . }}
{{- $user := $.Values }}
{{- $target := $values }}
{{- $fallback := $defaults }}
{{- range initial $keys }}
{{- $user = get ($user | default dict) . | default dict }}
{{- $target = get $target . }}
{{- $fallback = get $fallback . }}
{{- end }}
{{- $key := last $keys }}
{{- if and (hasKey $user $key) (eq (get $user $key) nil) }}
{{- if hasKey $fallback $key }}
{{- $_ := set $target $key (get $fallback $key) }}
{{- else }}
{{- $_ := unset $target $key }}
{{- end }}
{{- else if kindIs "map" (get $user $key) }}
{{- range $entry, $value := get $user $key }}
{{- if eq $value nil }}
{{- $_ := unset (get $target $key) $entry }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
`;
