import { describe, expect, it } from 'vitest';
import { coreFunctions } from './expressions/functions.ts';
import { brokenRules } from './rules.ts';
import { textOf } from './testing/problems-of.ts';
import { testModel } from './testing/test-model.ts';

const examples = 'examples: [{ broken: {}, fine: {} }]';
const feature = (rules: string) => `title: T\ndescription: D.\nvalues: {}\nrules:\n${rules.replace(/^/gm, '  ')}\n`;
const read = (rules: string) => testModel({ features: { a: feature(rules) } }).rules;
const broken = (rules: string, values: Record<string, unknown>) =>
  brokenRules(read(rules), { roots: { values }, functions: coreFunctions, schema: {} });

const rules = `- name: few
  path: replicas
  when: (lt values.replicas 2)
  message: There are {{values.replicas}} of {{add values.replicas 1}}.
  ${examples}
- name: names
  path: extraEnv
  found: (duplicates values.names)
  message: Twice {{join " and " found}}.
  ${examples}
- name: either
  path: mode
  found: (add values.replicas 10)
  any:
    - (eq found 20)
    - (eq values.mode "bad")
  message: Found {{found}}.
  ${examples}
- name: args
  path: engine.extraArgs
  found: values.args
  each: (without found (list "fine"))
  ${examples}`;

describe('brokenRules', () => {
  it('should collect every broken rule, in order', () => {
    expect(broken(rules, { replicas: 1, names: ['a', 'a'], mode: 'bad', args: ['x', 'fine', 'y'] })).toEqual([
      { name: 'few', path: 'replicas', message: 'There are 1 of 2.' },
      { name: 'names', path: 'extraEnv', message: 'Twice a.' },
      { name: 'either', path: 'mode', message: 'Found 11.' },
      { name: 'args', path: 'engine.extraArgs', message: 'x' },
      { name: 'args', path: 'engine.extraArgs', message: 'y' },
    ]);
  });

  it('should break a rule of several tests by any of them', () => {
    expect(broken(rules, { replicas: 10, mode: 'good' }).map(({ name }) => name)).toEqual(['either']);
  });

  it('should find nothing wrong with good values', () => {
    expect(broken(rules, { replicas: 2, names: ['a'], args: [] })).toEqual([]);
  });

  it('should take what is absent for empty', () => {
    expect(broken(rules, { replicas: 2 })).toEqual([]);
  });
});

describe('readRules', () => {
  it('should know the place of each rule', () => {
    expect(read(rules).map(({ place }) => place.line)).toEqual([5, 10, 15, 23]);
  });

  it.each([
    ['condition', 'when: (lt 1\n  message: M.', 7, /"\(lt 1" cannot be read/],
    ['message', 'when: (lt 1 2)\n  message: "{{#if x}}M{{/if}}"', 8, /only {{…}} may be in the message/],
    ['list', 'each: one two', 7, /"one two" must be one expression in parentheses/],
    [
      'function',
      'any: [(lt 1 2), (ltt 1 2)]\n  message: M.',
      7,
      /There is no function "ltt"\.\n.*\n.*\n {2}Did you mean "lt"\?/,
    ],
  ])('should place a broken %s', (_, lines, line, message) => {
    const found = textOf(() => read(`- name: a\n  path: b\n  ${lines}\n  ${examples}`));
    expect(found.startsWith(`schemas/test-chart/a.yaml:${line}:`), found).toBe(true);
    expect(found).toMatch(message);
  });

  it.each([
    ['no test', 'message: M.', 'A rule needs "when", "any", "each" or "found".'],
    ['two tests', 'when: (lt 1 2)\n  any: [(lt 1 2)]\n  message: M.', 'A rule has one of "when", "any" and "each".'],
    ['no message', 'when: (lt 1 2)', 'A rule without "each" needs a "message".'],
    [
      'a message too many',
      'each: values.a\n  message: M.',
      'The messages of a rule are those that "each" yields: remove "message".',
    ],
  ])('should refuse a rule with %s', (_, lines, message) => {
    const found = textOf(() => read(`- name: a\n  path: b\n  ${lines}\n  ${examples}`));
    expect(found.split('\n').slice(0, 2)).toEqual(['schemas/test-chart/a.yaml:5:5  a', `  ${message}`]);
  });

  it('should refuse a name that is taken', () => {
    const rule = `- name: a\n  path: b\n  when: (lt 1 2)\n  message: M.\n  ${examples}`;
    expect(textOf(() => read(`${rule}\n${rule}`))).toContain(
      'schemas/test-chart/a.yaml:10:5\n  There is a rule "a" already.',
    );
  });
});
