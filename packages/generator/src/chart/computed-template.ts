import type { Model } from '@archon/values';
import { wrap } from '@archon/values/wrap';
import { bare, resolveExpression, usedIn, type Resolved } from '../compile/analyze/expression.ts';
import type { Scope } from '../compile/analyze/scope.ts';
import type { Compiled } from '../compile/compile-template.ts';
import type { Place } from '../compile/parse/template.ts';
import { wrapAction } from '../compile/emit/wrap-action.ts';

/** The named template that adds the computed values to the merged ones, each after those that it uses. */
export function computedTemplate(model: Model, scope: Scope): Compiled {
  const computed = model.computed.map(({ name, schema, expression, place }) => {
    const resolved = resolveExpression(expression, { ...scope, preset: true }, place as Place);
    const comment = wrap(schema.description ?? '', 110).join('\n     ');
    return { text: [`{{- /* ${comment} */}}`, ...assign(name, resolved)].join('\n'), used: usedIn(resolved) };
  });
  const text = [
    '{{- /* What follows from the values: adds the key "computed" to them. */}}',
    `{{- define "${model.root.name}.computeValues" -}}`,
    '{{- $computed := dict }}',
    '{{- $_ := set .Values "computed" $computed }}',
    ...computed.map((one) => one.text),
    '{{- end }}\n',
  ].join('\n');
  return { text, used: computed.flatMap(({ used }) => used), passed: [] };
}

/** Sets a computed value; a choice becomes the branches that a person would write. */
function assign(name: string, value: Resolved): string[] {
  if (value.kind === 'call' && value.name === 'choose') {
    const [condition, yes, no] = value.args as [Resolved, Resolved, Resolved];
    return [wrapAction(`{{- if ${bare(condition)} }}`), ...assign(name, yes), ...otherwise(name, no)];
  }
  if (value.kind === 'call' && value.name === 'firstGiven') {
    const [first, ...rest] = value.args as [Resolved, ...Resolved[]];
    const next: Resolved = rest.length === 1 ? rest[0]! : { ...value, args: rest };
    return [wrapAction(`{{- if ne ${first.raw} nil }}`), ...assign(name, first), ...otherwise(name, next)];
  }
  return [wrapAction(`{{- $_ := set $computed "${name}" ${value.typed} }}`)];
}

/** The other branch, and the end of the block; a choice in it goes on as `else if`. */
function otherwise(name: string, value: Resolved): string[] {
  const [first = '', ...lines] = assign(name, value);
  if (first.startsWith('{{- if ')) return [first.replace('{{- if ', '{{- else if '), ...lines];
  return ['{{- else }}', first, ...lines, '{{- end }}'];
}
