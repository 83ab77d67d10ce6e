import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helmMajors, renderChart } from '@archon/testbed/helm';
import { textOf } from './testing/problems-of.ts';
import { parseYamlFile } from './yaml-file.ts';

const cases: [name: string, text: string, said: string][] = [
  ['an empty key', 'global: { ~: 1 }\n', '1:11\n  A key cannot be empty (null); put it in quotes if it is a word.'],
  ['the key null', 'a: 1\nnull: 1\n', '2:1\n  A key cannot be empty (null)'],
  ['a key of nothing at all', 'global: {? }\n', '1:12\n  A key cannot be empty (null)'],
  ['a list as key', '? [a]\n: 1\n', '1:3\n  A list or a map cannot be a key.'],
  ['a map as key', 'global:\n  ? { a: 1 }\n  : 1\n', '2:5\n  A list or a map cannot be a key.'],
  ['a number without end', 'global: { x: .inf }\n', '1:14\n  Infinity is not a number that Helm can read.'],
  ['its opposite', 'global: { x: -.inf }\n', '1:14\n  -Infinity is not a number'],
  ['what is not a number', 'global: [.nan]\n', '1:10\n  NaN is not a number'],
  ['half a character', 'global: { a: "\\ud800" }\n', '1:15\n  Helm cannot read the escape \\ud800, half a character'],
  ['YAML 1.2', '%YAML 1.2\n---\nreplicas: 1\n', '1:1\n  Helm 4 refuses %YAML and other directives; remove that line.'],
];

describe('YAML that Helm cannot read', () => {
  let chart: string;
  beforeAll(() => {
    chart = mkdtempSync(join(tmpdir(), 'archon-yaml-'));
    mkdirSync(join(chart, 'templates'));
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: empty\nversion: 0.1.0\n');
  });
  afterAll(() => rmSync(chart, { recursive: true, force: true }));

  it.each(cases)('should be refused at its place: %s', (_, text, said) => {
    expect(textOf(() => parseYamlFile('v.yaml', text))).toContain(`v.yaml:${said}`);
    const file = join(chart, 'v.yaml');
    writeFileSync(file, text);
    for (const helm of helmMajors) expect(renderChart({ helm, chart, values: [file] })).toMatchObject({ ok: false });
  });

  it('should not take its neighbours along', () => {
    const text = '---\n"null": .5\n"~": a\n1: "😀 .inf"\ntrue: [".nan"]\n"": 1\n';
    expect(parseYamlFile('v.yaml', text).value).toEqual({ null: 0.5, '~': 'a', 1: '😀 .inf', true: ['.nan'], '': 1 });
  });
});
