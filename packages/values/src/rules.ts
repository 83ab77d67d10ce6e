import { evaluate, evaluateMessage } from './expressions/evaluate.ts';
import { isTrue, type Scope } from './expressions/functions.ts';
import type { Expression } from './expressions/parse-expression.ts';
import type { ExpressionReader } from './expressions/read-expressions.ts';
import type { Place, YamlFile } from './yaml-file.ts';

/** A combination of values that cannot work. */
export interface Rule {
  name: string;
  /** The value to point at. */
  path: string;
  /** Computed once; the tests and the message call it `found`. */
  found?: Expression;
  test: RuleTest;
  examples: RuleExample[];
  /** Where the rule is written. */
  place: Place;
}

/**
 * `any`: the values are broken where one of the expressions is true, and `message` says why. `each`: the list of the
 * messages themselves, one problem each.
 */
export type RuleTest = { any: Expression[]; message: (string | Expression)[] } | { each: Expression };

/** Values that break a rule, and nearly the same that do not. The first example of a rule breaks it in any values. */
export interface RuleExample {
  /** What this example shows that the others do not. */
  about?: string;
  broken: Record<string, unknown>;
  fine: Record<string, unknown>;
}

/** A rule as it is written. One `when` is short for `any` with one entry; without either, `found` is the test. */
export interface RuleSource {
  name: string;
  path: string;
  found?: string;
  when?: string;
  any?: string[];
  each?: string;
  message?: string;
  examples: RuleExample[];
}

/** Reads the rules or the warnings of a feature. */
export function readRules(
  section: 'rules' | 'warnings',
  sources: RuleSource[],
  file: YamlFile,
  reader: ExpressionReader,
): Rule[] {
  return sources.map((source, index) => {
    const { name, path, found, examples } = source;
    const pointer = [section, index];
    return {
      name,
      path,
      examples,
      place: file.locate(pointer),
      ...(found !== undefined && { found: reader.expression(found, [...pointer, 'found']) }),
      test: readTest(source, pointer, reader),
    };
  });
}

function readTest(
  { when, any, each, message = '' }: RuleSource,
  pointer: (string | number)[],
  reader: ExpressionReader,
): RuleTest {
  if (each !== undefined) return { each: reader.expression(each, [...pointer, 'each']) };
  const tests = any?.map((text, index) => reader.expression(text, [...pointer, 'any', index])) ?? [
    reader.expression(when ?? 'found', [...pointer, 'when']),
  ];
  return { any: tests, message: reader.message(message, [...pointer, 'message']) };
}

/** The rules that values break, with their messages. */
export function brokenRules(rules: Rule[], scope: Scope): { name: string; path: string; message: string }[] {
  return rules.flatMap(({ name, path, found, test }) => {
    const inner = found ? { ...scope, roots: { ...scope.roots, found: evaluate(found, scope) } } : scope;
    if ('each' in test) return (evaluate(test.each, inner) as string[]).map((message) => ({ name, path, message }));
    const broken = test.any.some((one) => isTrue(evaluate(one, inner)));
    return broken ? [{ name, path, message: evaluateMessage(test.message, inner) }] : [];
  });
}
