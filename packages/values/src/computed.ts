import { evaluate } from './expressions/evaluate.ts';
import type { Scope } from './expressions/functions.ts';
import type { Expression } from './expressions/parse-expression.ts';
import { namesBelow, type ExpressionReader } from './expressions/read-expressions.ts';
import type { Problem } from './problem.ts';
import type { Schema } from './schema.ts';
import type { Place, YamlFile } from './yaml-file.ts';

/** A value that follows from others, by an expression that TypeScript and Helm both evaluate. */
export interface ComputedValue {
  name: string;
  schema: Schema;
  expression: Expression;
  /** Where its expression is written. */
  place: Place;
}

/** A computed value as it is written: its schema, and the expression. */
export type ComputedSource = Schema & { value: string };

/** Reads the computed values of a feature. */
export function readComputed(
  sources: Record<string, ComputedSource>,
  file: YamlFile,
  reader: ExpressionReader,
): ComputedValue[] {
  return Object.entries(sources).map(([name, { value, ...schema }]) => {
    const pointer = ['computed', name, 'value'];
    return { name, schema, expression: reader.expression(value, pointer), place: file.locate(pointer) };
  });
}

/** Each computed value after those that it uses, else in the order of the features. A circle is a problem. */
export function inOrderOfUse(computed: ComputedValue[], problems: Problem[]): ComputedValue[] {
  const ordered: ComputedValue[] = [];
  const visit = (value: ComputedValue, above: ComputedValue[]): void => {
    if (ordered.includes(value)) return;
    if (above.includes(value)) {
      const circle = [...above.slice(above.indexOf(value)), value].map(({ name }) => name);
      problems.push({ ...value.place, message: `Computed values use each other in a circle: ${circle.join(' -> ')}.` });
      return;
    }
    for (const used of namesBelow('computed', value.expression)) {
      const next = computed.find(({ name }) => name === used);
      if (next) visit(next, [...above, value]);
    }
    if (!ordered.includes(value)) ordered.push(value);
  };
  for (const value of computed) visit(value, []);
  return ordered;
}

/** Evaluates all computed values over merged values. */
export function evaluateComputed(computed: ComputedValue[], scope: Scope): Record<string, unknown> {
  const results: Record<string, unknown> = {};
  for (const { name, expression } of computed)
    results[name] = evaluate(expression, { ...scope, roots: { ...scope.roots, computed: results } });
  return results;
}
