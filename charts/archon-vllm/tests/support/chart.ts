import { join, basename, dirname } from 'node:path';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { archonVllm } from '@archon/charts/archon-vllm';
import { chartModel } from '@archon/generator/define-chart';
import { workspaceRoot, type Validation } from '@archon/values';

/** The chart under test. */
export const chart = join(workspaceRoot, 'charts/archon-vllm');

/** What TypeScript needs to say what the chart says. */
export const validation: Validation = chartModel(workspaceRoot, archonVllm);

/** The model that the chart is generated from. */
export const { model } = validation;

const handWritten = new Set(['tests', 'ci']);

/** A copy of the chart, or of another one, in which files are added or replaced; it goes with the temporary folder of the run. */
export function changedChart(files: Record<string, string>, original = chart): string {
  const copy = mkdtempSync(join(tmpdir(), 'archon-changed-chart-'));
  cpSync(original, copy, { recursive: true, filter: (path) => !handWritten.has(basename(path)) });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  return copy;
}
