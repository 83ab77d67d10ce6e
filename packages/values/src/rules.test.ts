import { describe, expect, it } from 'vitest';
import { brokenRules, readRules } from './rules.ts';
import { textOf } from './testing/problems-of.ts';
import { testCatalog } from './testing/real-model.ts';
import { parseYamlFile } from './yaml-file.ts';

const read = (text: string) => readRules(parseYamlFile('rules.yaml', text));
const broken = (text: string, values: Record<string, unknown>) =>
  brokenRules(read(text), { roots: { values }, catalog: testCatalog });

const rules = `
- name: few
  path: replicas
  when: (lt values.replicas 2)
  message: There are {{values.replicas}} of {{add values.replicas 1}}.
- name: names
  path: extraEnv
  when: (duplicates values.names)
  message: Twice.
- name: args
  path: engine.extraArgs
  each: (extraArgProblems values.args "0.33.0")
`;

describe('brokenRules', () => {
  it('should collect every broken rule, in order', () => {
    expect(broken(rules, { replicas: 1, names: ['a', 'a'], args: ['x', '--max-logprobs=5', 'y'] })).toEqual([
      { name: 'few', path: 'replicas', message: 'There are 1 of 2.' },
      { name: 'names', path: 'extraEnv', message: 'Twice.' },
      { name: 'args', path: 'engine.extraArgs', message: 'x is no flag.' },
      { name: 'args', path: 'engine.extraArgs', message: 'y is no flag.' },
    ]);
  });

  it('should find nothing wrong with good values', () => {
    expect(broken(rules, { replicas: 2, names: ['a'], args: [] })).toEqual([]);
  });

  it('should take what is absent for empty', () => {
    expect(broken(rules, { replicas: 2 })).toEqual([]);
  });
});

describe('readRules', () => {
  it('should have none in an empty file', () => {
    expect(read('')).toEqual([]);
  });

  it('should know the line of each rule', () => {
    expect(read(rules).map(({ line }) => line)).toEqual([2, 6, 10]);
  });

  it.each([
    ['condition', '- name: a\n  path: b\n  when: (lt 1\n  message: M.\n', /"\(lt 1" cannot be read/],
    [
      'message',
      '- name: a\n  path: b\n  when: (lt 1 2)\n  message: "{{#if x}}M{{/if}}"\n',
      /only {{…}} may stand in the message/,
    ],
    ['list', '- name: a\n  path: b\n  each: one two\n', /"one two" must be one expression in parentheses/],
  ])('should place a broken %s', (_, text, message) => {
    const found = textOf(() => read(text));
    expect(found).toMatch(/^rules\.yaml:1:3 {2}a\n/);
    expect(found).toMatch(message);
  });
});
