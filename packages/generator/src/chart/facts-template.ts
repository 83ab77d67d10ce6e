import type { Model } from '@archon/values';
import { bare, resolveExpression, usedIn } from '../compile/analyze/expression.ts';
import type { Scope } from '../compile/analyze/scope.ts';
import type { Compiled } from '../compile/compile-template.ts';

/** The named template that computes the facts, in their order, over values and preset. */
export function factsTemplate(model: Model, scope: Scope): Compiled {
  const file = `schemas/rules/${model.root.name}/facts.yaml`;
  const facts = model.facts.map((fact) => {
    const place = { file, line: 1, column: 1, source: fact.name };
    const expression = resolveExpression(fact.expression, { ...scope, root: '$root', preset: true }, place);
    const set = `{{- $_ := set $values.facts "${fact.name}" (${bare(expression)}) }}`;
    return { text: `{{- /* ${fact.schema.description} */}}\n${set}`, used: usedIn(expression) };
  });
  const text = [
    '{{- /* What follows from the values: adds the key "facts" to them. */}}',
    `{{- define "${model.root.name}.facts" -}}`,
    '{{- $root := .root }}',
    '{{- $values := .values }}',
    '{{- $preset := .preset }}',
    '{{- $_ := set $values "facts" dict }}',
    ...facts.map((fact) => fact.text),
    '{{- toJson $values }}',
    '{{- end }}\n',
  ].join('\n');
  return { text, used: facts.flatMap(({ used }) => used) };
}
