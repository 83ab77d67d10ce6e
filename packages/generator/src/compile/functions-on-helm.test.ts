import { coreFunctions } from '@archon/values';
import { beforeAll, describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm';
import { functionCases } from '@archon/values/testing/function-cases';
import { expressionPlaces, resultsOnHelm } from '../testing/functions-on-helm.ts';

const cases = Object.values(functionCases).flat();
let results: ReturnType<typeof resultsOnHelm>;

beforeAll(() => {
  results = resultsOnHelm(cases, { name: 'test-chart', functions: coreFunctions });
}, 60_000);

const runs = helmMajors.flatMap((helm) => expressionPlaces.map((place) => [helm, place] as const));

describe.each(runs)('functions on Helm %i, in a %s', (helm, place) => {
  it.each(cases.map(([expression, expected], index) => [expression, expected, index] as const))(
    'should evaluate %s as TypeScript does',
    (_, expected, index) => {
      expect(results[helm]![place][index]).toEqual(expected ?? null);
    },
  );
});

it('should cover every function', () => {
  expect(Object.keys(functionCases).sort()).toEqual(Object.keys(coreFunctions).sort());
});
