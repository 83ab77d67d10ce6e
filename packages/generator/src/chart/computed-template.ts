import type { Model } from '@archon/values';
import { bare, resolveExpression, usedIn } from '../compile/analyze/expression.ts';
import type { Scope } from '../compile/analyze/scope.ts';
import type { Compiled } from '../compile/compile-template.ts';
import type { Place } from '../compile/parse/template.ts';

/** The named template that computes values from others, each after those that it uses. */
export function computedTemplate(model: Model, scope: Scope): Compiled {
  const values = model.computed.map(({ name, schema, place, ...value }) => {
    const expression = resolveExpression(value.expression, { ...scope, root: '$root', preset: true }, place as Place);
    const set = `{{- $_ := set $values.computed "${name}" (${bare(expression)}) }}`;
    return { text: `{{- /* ${schema.description} */}}\n${set}`, used: usedIn(expression) };
  });
  const text = [
    '{{- /* What follows from the values: adds the key "computed" to them. */}}',
    `{{- define "${model.root.name}.computed" -}}`,
    '{{- $root := .root }}',
    '{{- $values := .values }}',
    '{{- $preset := .preset }}',
    '{{- $_ := set $values "computed" dict }}',
    ...values.map((value) => value.text),
    '{{- toJson $values }}',
    '{{- end }}\n',
  ].join('\n');
  return { text, used: values.flatMap(({ used }) => used) };
}
