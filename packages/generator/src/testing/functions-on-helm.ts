import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseExpression, workspaceRoot, type FunctionTable } from '@archon/values';
import { helmMajors, renderChart } from '@archon/testbed/helm';
import { caseApis, caseFeature, caseValues, type FunctionCase } from '@archon/values/testing/function-cases';
import { testModel } from '@archon/values/testing/test-model';
import { resolveExpression } from '../compile/analyze/expression.ts';
import { scopeOf } from '../compile/analyze/scope.ts';
import { withChartName } from '../compile/analyze/verbatim.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { loadTemplates } from '../load-templates.ts';

/** What a chart brings along, where its functions read data and call named templates. */
export interface CaseChart {
  name: string;
  functions: FunctionTable;
  data?: GeneratedFile[];
}

/** What both Helms make of expressions, by their number: a chart is made whose one template prints each as JSON. */
export function resultsOnHelm(
  cases: readonly FunctionCase[],
  { name, functions, data = [] }: CaseChart,
): Record<number, Record<string, unknown>> {
  const chart = mkdtempSync(join(tmpdir(), 'archon-functions-'));
  try {
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(chart, path)), { recursive: true });
      writeFileSync(join(chart, path), text);
    };
    const model = testModel({ features: { cases: caseFeature }, functions, name });
    const scope = scopeOf({ model, partials: {}, tags: {} });
    const place = { file: 'cases', line: 1, column: 1, source: '' };
    const lines = cases.map(([expression], index) => {
      const { raw } = resolveExpression(parseExpression(expression), scope, place);
      return `{{- $_ := set $results "${index}" ${raw} }}`;
    });
    const template = ['{{- $results := dict }}', ...lines];
    write('Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`);
    write('templates/cases.yaml', `${template.join('\n')}\nresults: {{ toJson $results | quote }}\n`);
    for (const { path, text } of data) write(path, text);
    for (const { name: file, text } of loadTemplates(workspaceRoot, name).functions)
      write(`templates/_${file}.tpl`, withChartName(text, name));
    return Object.fromEntries(helmMajors.map((helm) => [helm, rendered(helm, chart)]));
  } finally {
    rmSync(chart, { recursive: true, force: true });
  }
}

function rendered(helm: (typeof helmMajors)[number], chart: string): Record<string, unknown> {
  const args = caseApis.flatMap((api) => ['--api-versions', api]);
  const result = renderChart({ helm, chart, valuesObject: { ...caseValues, absent: {} }, args });
  if (!result.ok) throw new Error(result.error);
  const [, json = ''] = /^results: (".*")$/m.exec(result.manifest) ?? [];
  return JSON.parse(JSON.parse(json)) as Record<string, unknown>;
}
