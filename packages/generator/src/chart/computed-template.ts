import type { Model } from '@archon/values';
import { emitBare } from '../compile/emit-expression.ts';
import type { Scope } from '../compile/scope.ts';

/** The named template that computes values from others, each after those that it uses. */
export function computedTemplate(model: Model, scope: Scope): string {
  const values = model.computed.map(({ name, schema, expression, place }) => {
    const emitted = emitBare(expression, { ...scope, root: '$root', preset: true }, {
      line: 1,
      column: 1,
      ...place,
    } as never);
    return `{{- /* ${schema.description} */}}\n{{- $_ := set $values.computed "${name}" (${emitted}) }}`;
  });
  return [
    '{{- /* What follows from the values: adds the key "computed" to them. */}}',
    `{{- define "${model.root.name}.computed" -}}`,
    '{{- $root := .root }}',
    '{{- $values := .values }}',
    '{{- $preset := .preset }}',
    '{{- $_ := set $values "computed" dict }}',
    ...values,
    '{{- toJson $values }}',
    '{{- end }}\n',
  ].join('\n');
}
