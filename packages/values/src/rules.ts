import { evaluate, evaluateMessage, type Scope } from './expressions/evaluate.ts';
import { isTrue } from './expressions/functions.ts';
import { parseExpression, parseMessage, type Expression } from './expressions/parse-expression.ts';
import { ArchonError } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** A combination of values that cannot work. */
export interface Rule {
  name: string;
  /** The value to point at. */
  path: string;
  /** True means that the values break the rule. */
  when: Expression;
  message: (string | Expression)[];
  /** Where the rule stands in its file. */
  line: number;
}

/** Reads the table of cross-field rules of a chart. */
export function readRules(file: YamlFile): Rule[] {
  const source = (file.value ?? []) as { name: string; path: string; when: string; message: string }[];
  return source.map(({ name, path, when, message }, index) => {
    const place = file.locate([index]);
    try {
      return { name, path, when: parseExpression(when), message: parseMessage(message), line: place.line ?? 1 };
    } catch (error) {
      throw new ArchonError([{ ...place, path: name, message: (error as Error).message }]);
    }
  });
}

/** The rules that the values break, with their messages. */
export function brokenRules(rules: Rule[], scope: Scope): { name: string; path: string; message: string }[] {
  return rules
    .filter((rule) => isTrue(evaluate(rule.when, scope)))
    .map(({ name, path, message }) => ({ name, path, message: evaluateMessage(message, scope) }));
}
