import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@archon/values';
import { parse } from 'yaml';
import { expect, it } from 'vitest';
import { chart } from './support/chart.ts';

const templates = join(workspaceRoot, 'charts/archon-vllm/templates');

/** The objects of a template, by API group and kind, as it says them at the beginning of a line. */
const kindsIn = (text: string): string[] =>
  [...text.matchAll(/^apiVersion: (?:([a-z0-9.]+)\/)?v\w+\nkind: (\w+)$/gm)].map(
    ([, group = '', kind]) => `${group}/${kind}`,
  );

it('should allow every kind that archon-vllm renders, and no other', () => {
  const files = readdirSync(templates).filter((name) => name.endsWith('.yaml') && name !== 'helm-test.yaml');
  const rendered = files.flatMap((name) => kindsIn(readFileSync(join(templates, name), 'utf8')));
  const { project } = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')) as {
    project: { kinds: { group?: string; kind: string }[] };
  };
  expect(rendered.length).toBeGreaterThan(5);
  const allowed = project.kinds.map(({ group = '', kind }) => `${group}/${kind}`);
  expect(allowed.toSorted()).toEqual([...new Set(rendered)].toSorted());
});
