import { chartModel } from '@archon/generator';
import { coreFunctions, evaluate, parseExpression, workspaceRoot } from '@archon/values';
import { beforeAll, describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm';
import { expressionPlaces, resultsOnHelm } from '@archon/generator/testing/functions-on-helm';
import { caseValues, type FunctionCase } from '@archon/values/testing/function-cases';
import { archonVllm } from './chart.ts';
import { dataFiles } from './data.ts';
import { vllmFunctions } from './functions.ts';

const { model } = chartModel(workspaceRoot, archonVllm);

/** What the catalog answers, by function. How the rules word what they find is for the tests of the chart. */
const functionCases: Record<string, FunctionCase[]> = {
  catalogRelease: [
    ['(has (keys (catalogRelease "0.33.0")) "version")', true],
    ['(catalogRelease "")', {}],
    ['(catalogRelease values.absent.text)', {}],
    ['(catalogRelease "0.0.1")', {}],
  ],
  extraArgProblems: [
    ['(extraArgProblems (list "--max-logprobs=5") "0.33.0")', []],
    ['(extraArgProblems (list "stray") "")', []],
    ['(extraArgProblems values.none values.release)', []],
    ['(extraArgProblems values.absent.list values.release)', []],
    ['(given (extraArgProblems (list "stray") values.release))', true],
    ['(not (extraArgProblems (list "stray") values.release))', false],
  ],
  flagProblems: [
    ['(flagProblems values.options values.release)', []],
    ['(flagProblems values.nothing values.release)', []],
    ['(flagProblems values.options "")', []],
  ],
  apiPath: [
    ['(apiPath values.hosts)', '/v1'],
    ['(apiPath values.routes)', '/llm/v1'],
    ['(apiPath values.none)', '/v1'],
  ],
  exactTrees: [
    ['(exactTrees values.hosts)', ['/llm/v1/']],
    ['(exactTrees values.routes)', []],
    ['(exactTrees values.none)', []],
  ],
  tlsStrangers: [
    ['(tlsStrangers values.sites values.certificates)', ['h']],
    ['(tlsStrangers values.hosts values.certificates)', []],
    ['(tlsStrangers values.hosts values.none)', []],
  ],
  plainVariables: [
    ['(plainVariables values.variables)', ['a']],
    ['(plainVariables values.none)', []],
    ['(plainVariables values.absent.list)', []],
  ],
  mountedVolumes: [
    ['(mountedVolumes values.containers)', ['a', 'b']],
    ['(mountedVolumes values.none)', []],
    ['(mountedVolumes values.absent.list)', []],
  ],
  resourceProblems: [
    [
      '(resourceProblems values.asked values.most "gpu")',
      ['Kubernetes does not overcommit a.b/c: its limit must be set, and equal to its request.'],
    ],
    [
      '(resourceProblems values.asked values.enough "gpu")',
      ['The request for ephemeral-storage exceeds its limit. Lower the request or raise the limit.'],
    ],
    ['(resourceProblems values.nothing values.most "gpu")', []],
    ['(given (resourceProblems values.asked values.nothing "gpu"))', true],
  ],
  catalogModel: [
    [
      '(catalogModel "Qwen/Qwen3-8B")',
      {
        positions: 40960,
        reaches: 131072,
        layers: 36,
        heads: 32,
        kvHeads: 8,
        downloadGB: 16,
        toolCallParser: 'hermes',
      },
    ],
    ['(catalogModel "")', {}],
    ['(catalogModel "example/unknown")', {}],
  ],
  choiceProblems: [
    ['(choiceProblems values.options values.release)', []],
    ['(choiceProblems values.nothing values.release)', []],
    ['(choiceProblems values.options "")', []],
  ],
};
const cases = Object.values(functionCases).flat();
let onHelm: ReturnType<typeof resultsOnHelm>;

beforeAll(() => {
  onHelm = resultsOnHelm(cases, { name: archonVllm.name, functions: vllmFunctions, data: dataFiles(model) });
}, 60_000);

describe.each(cases.map(([expression, expected], index) => ({ expression, expected, index })))(
  '$expression',
  ({ expression, expected, index }) => {
    it('should be evaluated by TypeScript', () => {
      const functions = { ...coreFunctions, ...vllmFunctions };
      const scope = { roots: { values: caseValues }, functions, schema: model.schema };
      expect(evaluate(parseExpression(expression), scope)).toEqual(expected);
    });

    it.each(helmMajors)('should be evaluated by Helm %i alike', (helm) => {
      for (const place of expressionPlaces) expect(onHelm[helm]![place][index]).toEqual(expected ?? null);
    });
  },
);

it('should cover every function; hardware has tests of its own in charts/archon-vllm', () => {
  expect([...Object.keys(functionCases), 'hardware'].sort()).toEqual(Object.keys(vllmFunctions).sort());
});
