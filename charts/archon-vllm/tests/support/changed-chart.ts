import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { chart } from './chart.ts';

const handWritten = new Set(['tests', 'ci']);

/** A copy of the chart in which files are added or replaced; it goes with the temporary folder of the run. */
export function changedChart(files: Record<string, string>): string {
  const copy = mkdtempSync(join(tmpdir(), 'archon-changed-chart-'));
  cpSync(chart, copy, { recursive: true, filter: (path) => !handWritten.has(basename(path)) });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  return copy;
}
