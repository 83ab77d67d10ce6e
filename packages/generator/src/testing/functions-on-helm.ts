import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseExpression, parseYamlFile, workspaceRoot, type FunctionTable } from '@archon/values';
import { helmMajors, renderChart } from '@archon/testbed/helm';
import { caseApis, caseFeature, caseValues, type FunctionCase } from '@archon/values/testing/function-cases';
import { testModel } from '@archon/values/testing/test-model';
import { resolveExpression } from '../compile/analyze/expression.ts';
import { scopeOf, type Scope } from '../compile/analyze/scope.ts';
import { withChartName } from '../compile/analyze/verbatim.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { loadTemplates } from '../load-templates.ts';

/** What a chart brings along, where its functions read data and call named templates. */
export interface CaseChart {
  name: string;
  functions: FunctionTable;
  data?: GeneratedFile[];
}

/** Where an expression is: in a template, or in a partial with parameters, where Helm's root is one of them. */
export const expressionPlaces = ['template', 'partial'] as const;
type Results = Record<(typeof expressionPlaces)[number], unknown[]>;

/** What both Helms make of expressions, in their order: a chart is made that prints the results as JSON. */
export function resultsOnHelm(
  cases: readonly FunctionCase[],
  { name, functions, data = [] }: CaseChart,
): Record<number, Results> {
  const chart = mkdtempSync(join(tmpdir(), 'archon-functions-'));
  try {
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(chart, path)), { recursive: true });
      writeFileSync(join(chart, path), text);
    };
    const model = testModel({ features: { cases: caseFeature }, functions, name });
    const around = { model, partials: {}, tags: {} };
    const place = { file: 'cases', line: 1, column: 1, source: '' };
    const emitted = (scope: Scope) =>
      cases.map(([expression]) => {
        const { raw } = resolveExpression(parseExpression(expression), scope, place);
        return `{{- $results = append $results ${raw} }}`;
      });
    const lines = [
      '{{- define "partial" }}',
      '{{- $results := list }}',
      ...emitted(scopeOf(around, { params: { own: { type: 'string' } } })),
      '{{- toJson $results }}',
      '{{- end }}',
      '{{- $results := list }}',
      ...emitted(scopeOf(around)),
      'template: {{ toJson $results | quote }}',
      'partial: {{ include "partial" (dict "own" "" "root" .) | quote }}',
    ];
    write('Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`);
    write('templates/cases.yaml', `${lines.join('\n')}\n`);
    for (const { path, text } of data) write(path, text);
    for (const { name: file, text } of loadTemplates(workspaceRoot, name).functions)
      write(`templates/_${file}.tpl`, withChartName(text, name));
    return Object.fromEntries(helmMajors.map((helm) => [helm, rendered(helm, chart)]));
  } finally {
    rmSync(chart, { recursive: true, force: true });
  }
}

function rendered(helm: (typeof helmMajors)[number], chart: string): Results {
  const args = caseApis.flatMap((api) => ['--api-versions', api]);
  const result = renderChart({ helm, chart, valuesObject: { ...caseValues, absent: {} }, args });
  if (!result.ok) throw new Error(result.error);
  const { template, partial } = parseYamlFile('cases', result.manifest).value as Record<keyof Results, string>;
  return { template: JSON.parse(template) as unknown[], partial: JSON.parse(partial) as unknown[] };
}
