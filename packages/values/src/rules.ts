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
  /** What the rule asks: `when` is true for broken values and `message` says why; `each` is the list of messages. */
  test: { when: Expression; message: (string | Expression)[] } | { each: Expression };
  /** Where the rule stands in its file. */
  line: number;
}

interface RuleSource {
  name: string;
  path: string;
  when: string;
  message: string;
  each?: string;
}

/** Reads the table of cross-field rules of a chart. */
export function readRules(file: YamlFile): Rule[] {
  const source = (file.value ?? []) as RuleSource[];
  return source.map(({ name, path, when, message, each }, index) => {
    const place = file.locate([index]);
    try {
      const test =
        each === undefined
          ? { when: parseExpression(when), message: parseMessage(message) }
          : { each: parseExpression(each) };
      return { name, path, test, line: place.line ?? 1 };
    } catch (error) {
      throw new ArchonError([{ ...place, path: name, message: (error as Error).message }]);
    }
  });
}

/** The rules that the values break, with their messages. */
export function brokenRules(rules: Rule[], scope: Scope): { name: string; path: string; message: string }[] {
  return rules.flatMap(({ name, path, test }) => {
    if ('each' in test) return (evaluate(test.each, scope) as string[]).map((message) => ({ name, path, message }));
    return isTrue(evaluate(test.when, scope)) ? [{ name, path, message: evaluateMessage(test.message, scope) }] : [];
  });
}
