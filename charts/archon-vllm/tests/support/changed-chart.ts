import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { chart } from './chart.ts';

const folder = mkdtempSync(join(tmpdir(), 'archon-changed-chart-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const handWritten = new Set(['tests', 'ci']);

/** A copy of the chart in which files are added or replaced; it goes when the tests of the file are done. */
export function changedChart(files: Record<string, string>): string {
  const copy = mkdtempSync(join(folder, 'archon-vllm-'));
  cpSync(chart, copy, { recursive: true, filter: (path) => !handWritten.has(basename(path)) });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  return copy;
}
