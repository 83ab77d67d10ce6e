import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryValues } from './testing/arbitrary-values.ts';
import { mutate, mutationsOf } from './testing/mutations.ts';
import { problemsOf } from './testing/problems-of.ts';
import { realModel, realValidation } from './testing/real-model.ts';
import { schemaProblems, validateValues } from './validate-values.ts';
import { parseYamlFile } from './yaml-file.ts';

type Values = Record<string, unknown>;

const fileOf = (value: unknown) => parseYamlFile('v.yaml', JSON.stringify(value, null, 2));

/** The messages of the rules that values break. */
function ruleMessages(value: unknown): string[] {
  const file = fileOf(value);
  const wrong = new Set(schemaProblems(realModel, file).map(({ message }) => message));
  return problemsOf(() => validateValues(realValidation, [file]))
    .map(({ message }) => message)
    .filter((message) => !wrong.has(message));
}

const saidOf = (text: string) =>
  problemsOf(() => validateValues(realValidation, [parseYamlFile('v.yaml', text)])).map(({ path }) => path);

/** A value under a name with a letter too many. */
function misspell(values: Values, key: string): Values {
  const { [key]: value, ...others } = values;
  return { ...others, [`${key}${key.at(-1)}`]: value };
}

describe('rules next to errors', () => {
  it.each([
    [
      'an unknown key and a rule',
      'service: { prt: 3 }\ngpu: { count: 1 }\nengine: { tensorParallelSize: 2 }\n',
      'gpu.count',
    ],
    ['a wrong type and a rule', 'replicas: x\ngpu: { count: 1 }\nengine: { tensorParallelSize: 2 }\n', 'gpu.count'],
    [
      'a mistake in a list and a rule',
      'extraEnv: [{ name: A, valu: x }]\ngpu: { count: 1 }\nengine: { tensorParallelSize: 2 }\n',
      'gpu.count',
    ],
  ])('should report %s in one run', (_, text, path) => {
    expect(saidOf(text)).toHaveLength(2);
    expect(saidOf(text)).toContain(path);
  });

  it.each([
    ['the value that is wrong', 'gpu: { count: x }\nengine: { tensorParallelSize: 2 }\n'],
    [
      'a key that may have been meant',
      'gpu: { count: 1 }\nengine: { tensorParalelSize: 1, pipelineParallelSize: 2 }\n',
    ],
    ['the preset', 'preset: nvidia-61gb\nreplicas: 1\n'],
  ])('should not report a rule that reads %s', (_, text) => {
    expect(saidOf(text)).toHaveLength(1);
  });

  it('should report nothing that is not so once the mistake is corrected', () => {
    const pairs = arbitraryValues(realModel).chain((values) =>
      fc.tuple(fc.constant(values), fc.constantFrom(...mutationsOf(realModel, values))),
    );
    fc.assert(
      fc.property(pairs, ([values, mutation]) => {
        const all = ruleMessages(values);
        expect(ruleMessages(mutate(values, mutation)).filter((message) => !all.includes(message))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('should report nothing that is not so once a misspelt key is corrected', () => {
    const misspelt = arbitraryValues(realModel)
      .map((values) => values as Values)
      .filter((values) => Object.keys(values).length > 0)
      .chain((values) => fc.tuple(fc.constant(values), fc.constantFrom(...Object.keys(values))));
    fc.assert(
      fc.property(misspelt, ([values, key]) => {
        const all = ruleMessages(values);
        expect(ruleMessages(misspell(values, key)).filter((message) => !all.includes(message))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
