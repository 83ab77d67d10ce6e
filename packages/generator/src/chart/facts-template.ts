import type { Model } from '@archon/values';
import { emitBare } from '../compile/emit-expression.ts';
import type { Scope } from '../compile/scope.ts';

/** The named template that computes the facts, in their order, over values and preset. */
export function factsTemplate(model: Model, scope: Scope): string {
  const file = `schemas/rules/${model.root.name}/facts.yaml`;
  const facts = model.facts.map((fact) => {
    const place = { file, line: 1, column: 1, source: fact.name };
    const emitted = emitBare(fact.expression, { ...scope, root: '$root', preset: true }, place);
    return `{{- /* ${fact.schema.description} */}}\n{{- $_ := set $values.facts "${fact.name}" (${emitted}) }}`;
  });
  return [
    '{{- /* What follows from the values: adds the key "facts" to them. */}}',
    `{{- define "${model.root.name}.facts" -}}`,
    '{{- $root := .root }}',
    '{{- $values := .values }}',
    '{{- $preset := .preset }}',
    '{{- $_ := set $values "facts" dict }}',
    ...facts,
    '{{- toJson $values }}',
    '{{- end }}\n',
  ].join('\n');
}
