import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { presets } from '@archon/presets';
import { functions, loadModel, parseExpression, resolveModel, workspaceRoot } from '@archon/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helmMajors, renderChart } from '@archon/testbed/helm';
import { caseSection, caseValues, functionCases } from '@archon/values/testing/function-cases';
import { testModel } from '@archon/values/testing/test-model';
import { dataFiles } from '../chart/data-files.ts';
import { resolveExpression } from './analyze/expression.ts';
import { loadTemplates } from '../load-templates.ts';
import { scopeOf } from './analyze/scope.ts';
import { withChartName } from './analyze/verbatim.ts';

const name = 'archon-vllm';
const cases = Object.values(functionCases).flat();
let chart: string;

/** A chart whose one template prints every case as JSON, with the functions and tables of the real chart. */
beforeAll(() => {
  chart = mkdtempSync(join(tmpdir(), 'archon-functions-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(chart, path)), { recursive: true });
    writeFileSync(join(chart, path), text);
  };
  const small = testModel({ sections: { cases: caseSection } });
  const model = { ...small, root: { ...small.root, name } };
  const scope = scopeOf({ model, partials: {}, tags: {} });
  const place = { file: 'cases', line: 1, column: 1, source: '' };
  const lines = cases.map(([expression], index) => {
    const { raw } = resolveExpression(parseExpression(expression), scope, place);
    return `{{- $_ := set $results "${index}" ${raw} }}`;
  });
  const template = ['{{- $results := dict }}', ...lines];
  write('Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`);
  write('templates/cases.yaml', `${template.join('\n')}\nresults: {{ toJson $results | quote }}\n`);
  for (const { path, text } of dataFiles(resolveModel(loadModel(workspaceRoot, name)), presets)) write(path, text);
  for (const { name: file, text } of loadTemplates(workspaceRoot, name).functions)
    write(`templates/_${file}.tpl`, withChartName(text, name));
});

afterAll(() => rmSync(chart, { recursive: true, force: true }));

describe.each(helmMajors)('functions on Helm %i', (helm) => {
  let results: Record<string, unknown>;

  beforeAll(() => {
    const rendered = renderChart({ helm, chart, valuesObject: { ...caseValues, absent: {} } });
    if (!rendered.ok) throw new Error(rendered.error);
    const [, json = ''] = /^results: (".*")$/m.exec(rendered.manifest) ?? [];
    results = JSON.parse(JSON.parse(json)) as Record<string, unknown>;
  });

  it.each(cases.map(([expression, expected], index) => [expression, expected, index] as const))(
    'should evaluate %s as TypeScript does',
    (_, expected, index) => {
      expect(results[index]).toEqual(expected ?? null);
    },
  );
});

it('should cover every function', () => {
  expect(Object.keys(functionCases).sort()).toEqual(Object.keys(functions).sort());
});
