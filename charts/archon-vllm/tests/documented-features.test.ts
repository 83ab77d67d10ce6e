import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leavesOf, workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { model } from './support/chart.ts';
import { readPage } from './support/markdown.ts';

const page = 'docs/15-features.md';

interface Row {
  feature: string;
  values: string[];
  test: string;
  file: string;
}

const cell = /^\| (?<feature>.+?) \| (?<values>.*?)\s*\| \[(?<test>[^\]]+)\]\(\.\.\/(?<file>[^)]+)\) +\|$/gm;
const rows = [...readPage(page).matchAll(cell)].map(({ groups }) => ({
  ...(groups as unknown as Row),
  values: groups!.values!.split(', ').flatMap((value) => value.match(/^`(.+)`$/)?.[1] ?? []),
}));

describe('The page of features', () => {
  it('should have a proof in each row of its tables', () => {
    const linked = readPage(page)
      .split('\n')
      .filter((line) => /\.(ts|yaml)\) +\|$/.test(line));
    expect(rows.length).toBe(linked.length);
    expect(rows.length).toBeGreaterThan(40);
  });

  it('should name values that the chart has', () => {
    const leaves = leavesOf(model).map(({ path }) => `${path.join('.')}.`);
    const unknown = rows
      .flatMap(({ values }) => values)
      .filter((path) => !leaves.some((one) => one.startsWith(`${path}.`)));
    expect(unknown).toEqual([]);
  });

  it('should link to tests that exist under these names', () => {
    const missing = rows.filter(({ file, test }) => !existsSync(join(workspaceRoot, file)) || !isTestOf(file, test));
    expect(missing.map(({ feature }) => feature)).toEqual([]);
  });
});

/** Whether a file has a test of this name, whose numbers, "…" here, it counts itself. */
function isTestOf(file: string, test: string): boolean {
  const parts = test.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const name = new RegExp(
    String.raw`(- it: |(it|describe)(\.\w+\([^\n]*\))?\(['"\`])${parts.join(String.raw`\$\{[^}]+\}`)}`,
  );
  return name.test(readFileSync(join(workspaceRoot, file), 'utf8'));
}
