import { leavesOf, nullLeaves, presetLeaves, type Model } from '@archon/values';
import { wrap } from '@archon/values/wrap';
import { presetKey, userKey } from '../compile/analyze/scope.ts';

/** The line at the top of each template: it merges the values before the first of them is used. */
export const loadValues = (chart: string, end = '}}'): string => `{{- include "${chart}.values" . ${end}`;

/** The named templates that merge chart default < preset < user, as packages/values/src/merge-values.ts does. */
export function valuesTemplate(model: Model): string {
  const { name } = model.root;
  return `{{- /* Merges the values in place, once per release: chart default < preset < user. */}}
{{- define "${name}.values" -}}
{{- if not (hasKey .Values "${userKey}") }}
{{- include "${name}.mergeValues" . }}
{{- include "${name}.computeValues" . }}
{{- end }}
{{- end }}

{{- /* The merge. .Values.${userKey} keeps what the user gave, .Values.${presetKey} the file of the chosen preset. */}}
{{- define "${name}.mergeValues" -}}
{{- /* Of a text with such a character toYaml prints nothing, without a word, and nothing of what is around it. */}}
{{- range $key, $value := .Values }}
{{- if not (toYaml $value) }}
{{- fail (print "\\n\\n" $key ": A text or a key in it holds an invisible character that Helm cannot print "
    "(DEL, U+0080 to U+009F, U+FFFE or U+FFFF). Remove it; archon validate says where it is.") }}
{{- end }}
{{- end }}
{{- $user := deepCopy .Values }}
{{- $merged := .Files.Get "files/defaults.json" | fromJson }}
{{- $preset := dict }}${[mergePreset(model), presetPaths(model), unsetListed(model)].join('')}
{{- $given := dict }}
{{- range $key, $value := .Values }}
{{- if ne $value nil }}
{{- $_ := set $given $key $value }}
{{- end }}
{{- end }}
{{- $merged = mergeOverwrite $merged $given }}${leaveOut(model)}${resetNulls(model)}${readNumbers(model)}
{{- range $key, $value := $merged }}
{{- $_ := set $.Values $key $value }}
{{- end }}
{{- $_ := set .Values "${userKey}" $user }}
{{- $_ := set .Values "${presetKey}" $preset }}
{{- end }}
${resetTemplate(model)}`;
}

/** Puts the groups of the chosen preset over the defaults; one with `unless` only where the user says the same. */
function mergePreset({ root }: Model): string {
  if (!root.presets) return '';
  const { value, groups } = root.presets;
  const names = Object.keys(groups);
  const merges = Object.entries(groups).map(([group, { unless, copyOf }]) => {
    const merge = `{{- $merged = mergeOverwrite $merged (deepCopy $preset.${group}) }}`;
    if (unless === undefined) return merge;
    const user = [copyOf, unless].flatMap((path) => (path === undefined ? [] : [steps('.Values', path)]));
    const own = steps(`$preset.${group}`, unless);
    return [
      `{{- /* Another ${unless} than the preset's gets none of these. */}}`,
      `{{- $own := ${user.join(' | default ')} }}`,
      `{{- if or (not $own) (eq $own ${own}) }}`,
      merge,
      '{{- end }}',
    ].join('\n');
  });
  return `
{{- $name := ternary .Values.${value} $merged.${value} (hasKey .Values "${value}") }}
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
{{- end }}`;
}

/** A path whose steps may be absent: `((.Values.model).id)`. */
const steps = (root: string, path: string): string =>
  path.split('.').reduce((text, key, index) => (index === 0 ? `${text}.${key}` : `(${text}).${key}`), root);

/** Helm drops the key of a default that a user sets to null: without its key, such a value is left out. */
function leaveOut(model: Model): string {
  const listed = model.root.presets?.unset;
  const conditions = (path: string) => [
    `(eq ${steps('$user', path)} nil)`,
    ...(listed === undefined ? [] : [`(has "${path}" .Values.${listed})`]),
  ];
  return nullLeaves(model)
    .map(({ path, schema }) => {
      const name = path.join('.');
      const parent = ['$merged', ...path.slice(0, -1)].join('.');
      return `
{{- /* null leaves ${name} out. ${schema['x-null']} */}}
{{- if or ${conditions(name).join(' ')} }}
{{- $_ := unset ${parent} "${path.at(-1)}" }}${path.length === 1 ? `\n{{- $_ := unset .Values "${name}" }}` : ''}
{{- end }}`;
    })
    .join('');
}

/** The values that presets may set. */
function presetPaths(model: Model): string {
  const leaves = presetLeaves(model).map(({ path }) => `"${path.join('.')}"`);
  return leaves.length === 0 ? '' : `\n{{- $paths := list\n    ${wrap(leaves.join(' '), 100).join('\n    ')} }}`;
}

/** Takes out of the merged values what the user lists as unset. */
function unsetListed({ root }: Model): string {
  const unset = root.presets?.unset;
  if (unset === undefined) return '';
  return `
{{- /* What is listed in ${unset} counts as if no preset had set it. */}}
{{- range .Values.${unset} }}
{{- include "${root.name}.resetValue" (list $ $merged (splitList "." .) (has . $paths)) }}
{{- end }}`;
}

/** null on a value that presets own means: as if no preset had set it. */
function resetNulls(model: Model): string {
  if (presetLeaves(model).length === 0) return '';
  const reset = `include "${model.root.name}.resetValue"`;
  return `
{{- /* null on a value that presets own, or on an entry of it, means: as if no preset had set it. */}}
{{- range $paths }}
{{- $keys := splitList "." . }}
{{- $given := $user }}
{{- range initial $keys }}
{{- $given = get ($given | default dict) . | default dict }}
{{- end }}
{{- $value := ternary (get $given (last $keys)) false (hasKey $given (last $keys)) }}
{{- if eq $value nil }}
{{- ${reset} (list $ $merged $keys true) }}
{{- else if kindIs "map" $value }}
{{- range $entry, $one := $value }}
{{- if eq $one nil }}
{{- ${reset} (list $ $merged (append $keys $entry) false) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}`;
}

/** Text that means a number becomes one, once for all that reads it. */
function readNumbers(model: Model): string {
  const leaves = leavesOf(model).filter(({ schema }) => schema['x-number'] === true);
  if (leaves.length === 0) return '';
  return `
{{- /* Text for a number: Helm's --set makes text of a fraction, and vLLM reads 32k as 32000. In a map, only fractions are
numbers; they are replaced twice, because two in a list share a comma. */}}
{{- $fraction := \`([:\\[,])"(-?(?:0|[1-9][0-9]{0,14})\\.[0-9]{1,15})"([,\\]}])\` }}
{{- $number := "\${1}\${2}\${3}" }}
{{- range list
    ${wrap(leaves.map(({ path }) => `"${path.join('.')}"`).join(' '), 100).join('\n    ')} }}
{{- $keys := splitList "." . }}
{{- $target := $merged }}
{{- range initial $keys }}
{{- $target = get $target . }}
{{- end }}
{{- $value := dig (last $keys) nil $target }}
{{- if kindIs "string" $value }}
{{- $_ := set $target (last $keys) (include "${model.root.name}.number" $value | float64) }}
{{- else if and (kindIs "map" $value) (regexMatch $fraction (toJson $value)) }}
{{- $json := regexReplaceAll $fraction (regexReplaceAll $fraction (toJson $value) $number) $number }}
{{- $_ := set $target (last $keys) (fromJson $json) }}
{{- end }}
{{- end }}`;
}

/** Gives a merged value its default again, in place. */
function resetTemplate(model: Model): string {
  if (presetLeaves(model).length === 0) return '';
  return `
{{- /* The chart's default again for a merged value, by its keys, or else nothing. An entry of a map is only taken away. */}}
{{- define "${model.root.name}.resetValue" -}}
{{- $target := index . 1 }}
{{- $keys := index . 2 }}
{{- $default := ternary ((index . 0).Files.Get "files/defaults.json") "{}" (index . 3) | fromJson }}
{{- range initial $keys }}
{{- $target = get $target . | default dict }}
{{- $default = get $default . | default dict }}
{{- end }}
{{- if hasKey $default (last $keys) }}
{{- $_ := set $target (last $keys) (get $default (last $keys)) }}
{{- else }}
{{- $_ := unset $target (last $keys) }}
{{- end }}
{{- end }}
`;
}
