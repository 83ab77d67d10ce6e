import { parseExpression, type Expression } from './expressions/parse-expression.ts';
import { evaluate, type Scope } from './expressions/evaluate.ts';
import { ArchonError } from './problem.ts';
import type { Schema } from './schema.ts';
import type { YamlFile } from './yaml-file.ts';

/** A value that follows from others, by an expression that TypeScript and Helm both evaluate. */
export interface Fact {
  name: string;
  schema: Schema;
  expression: Expression;
}

/** Reads the facts of a chart, in order: a fact may use the facts before it. */
export function readFacts(file: YamlFile): Fact[] {
  const source = (file.value ?? {}) as Record<string, Schema & { value: string }>;
  return Object.entries(source).map(([name, { value, ...schema }]) => {
    try {
      return { name, schema, expression: parseExpression(value) };
    } catch (error) {
      throw new ArchonError([{ ...file.locate([name, 'value']), message: (error as Error).message }]);
    }
  });
}

/** Evaluates all facts over merged values. */
export function deriveFacts(facts: Fact[], scope: Scope): Record<string, unknown> {
  const derived: Record<string, unknown> = {};
  for (const fact of facts) {
    derived[fact.name] = evaluate(fact.expression, { ...scope, roots: { ...scope.roots, facts: derived } });
  }
  return derived;
}
