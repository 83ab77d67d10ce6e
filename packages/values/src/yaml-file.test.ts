import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HelmMajor, helmMajors, renderChart } from '@archon/testbed/helm';
import { type HelmEngine, startHelmEngine } from '@archon/testbed/helm-engine';
import { problemsOf, textOf } from './testing/problems-of.ts';
import { parseYamlFile, type Path } from './yaml-file.ts';

const parse = (text: string) => parseYamlFile('v.yaml', text);

/** Ten aliases of ten aliases of ten …: 10^9 items from 500 characters. */
const billionLaughs = Array.from({ length: 9 }, (_, level) => {
  const item = level === 0 ? 'ha' : `*l${level - 1}`;
  return `l${level}: &l${level} [${Array(10).fill(item).join(', ')}]`;
}).join('\n');

describe('parseYamlFile', () => {
  it.each<[string, string, unknown]>([
    ['an empty file', '', undefined],
    ['a file of comments', '# nothing\n', undefined],
    ['an empty document', '---\n', null],
    ['markers around one document', '---\na: 1\n...\n', { a: 1 }],
    ['a list', '- a\n', ['a']],
    ['a scalar', 'hello\n', 'hello'],
    ['lines that end in CRLF', 'a: 1\r\nb:\r\n  c: text\r\n', { a: 1, b: { c: 'text' } }],
    ['a byte order mark', '\ufeffa: 1\n', { a: 1 }],
    [
      'anchors, aliases and merge keys',
      'a: &a { x: 1 }\nb:\n  <<: *a\n  z: 2\nc: *a\n',
      { a: { x: 1 }, b: { x: 1, z: 2 }, c: { x: 1 } },
    ],
    ['a key that is a number', '8000: a\n', { 8000: 'a' }],
  ])('should read %s', (_, text, value) => {
    expect(parse(text).value).toEqual(value);
  });

  it.each([
    [
      'duplicate keys',
      'a: 1\nb:\n  c: 1\n  c: 2\n',
      'v.yaml:4:3\n  This is not valid YAML: Map keys must be unique.\n  4 |   c: 2\n    |   ^',
    ],
    [
      'a tab',
      'a:\n\tb: 1\n',
      'v.yaml:2:1\n  This is not valid YAML: Tabs are not allowed as indentation.\n  2 | \tb: 1\n    | ^',
    ],
    [
      'a bracket left open',
      'a: [1\nb: 2\n',
      expect.stringMatching(
        /^v\.yaml:2:1\n {2}This is not valid YAML: .*must be sufficiently indented and end with a \]\.\n/,
      ),
    ],
    [
      'an alias of nothing',
      'a: 1\nb:\n  - *nope\n',
      'v.yaml:3:5\n  The alias *nope cannot be resolved: there is no such anchor before it.\n  3 |   - *nope\n    |     ^',
    ],
    [
      'an alias before its anchor',
      'a: *x\nb: &x 1\n',
      'v.yaml:1:4\n  The alias *x cannot be resolved: there is no such anchor before it.\n  1 | a: *x\n    |    ^',
    ],
    [
      'an alias inside its anchor',
      'a: &a\n  b: [*a]\n',
      'v.yaml:2:7\n  The alias *a cannot be resolved: it is inside that anchor.\n  2 |   b: [*a]\n    |       ^',
    ],
    [
      'aliases that explode',
      billionLaughs,
      expect.stringMatching(/^v\.yaml\n {2}The aliases of this file cannot be resolved: Excessive alias count/),
    ],
    [
      'two documents',
      'a: 1\n---\nb: 2\n',
      'v.yaml:2:1\n  The file holds more than one YAML document; Helm 3 reads the first alone.\n  2 | ---\n    | ^',
    ],
    [
      'CRLF before a problem',
      'a: 1\r\na: 2\r\n',
      'v.yaml:2:1\n  This is not valid YAML: Map keys must be unique.\n  2 | a: 2\n    | ^',
    ],
  ])('should refuse %s', (_, text, problem) => {
    expect(textOf(() => parse(text))).toEqual(problem);
  });

  it('should report all broken places together', () => {
    const problems = problemsOf(() => parse('a: 1\na: 2\nb: *x\nc: 1\nc: 2\n'));
    expect(problems.map(({ line }) => line)).toEqual([2, 5]);
  });
});

describe('locate', () => {
  const text =
    'top: 1\nengine:\n  extraArgs:\n    - --a\n    - name: b\n      value: c\n  "quoted key": { flow: [x, y] }\nalias: &a\n  inner: 1\nuse: *a\n';

  it.each<[Path, number, number]>([
    [[], 1, 1],
    [['top'], 1, 1],
    [['engine'], 2, 1],
    [['engine', 'extraArgs'], 3, 3],
    [['engine', 'extraArgs', 0], 4, 7],
    [['engine', 'extraArgs', 1], 5, 7],
    [['engine', 'extraArgs', 1, 'value'], 6, 7],
    [['engine', 'quoted key', 'flow', 1], 7, 29],
    [['use', 'inner'], 9, 3],
  ])('should find %j', (path, line, column) => {
    expect(parse(text).locate(path)).toEqual({ file: 'v.yaml', line, column, source: text.split('\n')[line - 1] });
  });

  it.each<[Path, number, number]>([
    [['nope'], 1, 1],
    [['engine', 'nope', 'deeper'], 2, 1],
    [['engine', 'extraArgs', 7], 3, 3],
    [['top', 'below'], 1, 1],
  ])('should give the nearest parent of %j', (path, line, column) => {
    expect(parse(text).locate(path)).toMatchObject({ line, column });
  });

  it('should point at the first line of an empty file', () => {
    expect(parse('').locate(['a'])).toEqual({ file: 'v.yaml', line: 1, column: 1 });
  });

  it('should find keys that YAML reads as something else', () => {
    expect(parse('a: 1\non: 2\n').locate(['true'])).toMatchObject({ line: 2, column: 1 });
    expect(parse('a: 1\n8000: 2\n').locate(['8000'])).toMatchObject({ line: 2, column: 1 });
  });

  it('should leave the carriage return out of the source', () => {
    expect(parse('a: 1\r\nb: 2\r\n').locate(['b'])).toMatchObject({ line: 2, column: 1, source: 'b: 2' });
  });
});

const scalars = `scalars:
- [yes, Yes, on, y, no, Off, n, true, FALSE, tRue]
- [null, ~, Null, ""]
- [0777, 0o17, 0x1F, 0b11, 1_000, +12, 1e3, -.5, .5, 1., 1_0.5, 9007199254740993]
- [2024-05-01, 2001-12-14t21:59:43.10-05:00, 12:30, 12:30:45, 190:20:30.15]
- ["on", 'yes', "1", 0.33.0, v1, 1.2.3, =, 0x, 1e, 08h]
- [e-81, E5, -e3, +e3, ., -., .e5, _1.5, .5e3]
`;

/** Files that Helm reads, and validate reads the same. */
const read = [
  'a: !!set {x, z}\n',
  'a: !!set\n  ? x\n  ? z\n',
  'a: !!omap [x: 1, z: 2]\n',
  'a: !!pairs [x: 1]\n',
  'a: !!float 3\n',
  'a: !!float "1e3"\n',
  'a: !!int "0x10"\n',
  'a: !!bool on\n',
  'a: !!null ""\n',
  'a: !!str on\n',
  'a: !!binary aGVsbG8=\n',
  'a: !!timestamp 2024-01-01\n',
  'a: !local {x: 1}\n',
  '{"a":"x\\ny\\u00e9", "b":1E2}',
  '{"a":\t1}',
  '"a": "\\x41\\U0001F600\\N\\_\\L\\P\\e\\\\/"\n',
  'a: 0x1FFFFFFFFFFFFFFFFF\nb: 1e400\nc: 18446744073709551616\n',
  'a: |\n  %YAML\n  \\/\n',
  'a: 1\n...\n# end\n',
];

/** Files that Helm 3, Helm 4 or both refuse or read in part: where, and the beginning of the message. */
const notRead: [text: string, line: number, column: number, message: string][] = [
  ['%YAML 1.1\n---\na: 1\n', 1, 1, 'Helm 4 refuses %YAML and other directives'],
  ['# c\n%TAG ! tag:example.com,2000:\n---\na: !x 1\n', 2, 1, 'Helm 4 refuses %TAG'],
  ['{"a":"x\\/y"}', 1, 8, 'Helm cannot read the escape \\/; write / instead.'],
  ['{"a":\n  "\\ud83d\\ude00"}', 2, 4, 'Helm cannot read the escape \\ud83d, half a character'],
  ['a: 1\n---\nb: 2\n', 2, 1, 'The file holds more than one YAML document'],
  ['a: 1\n...\nb: 2\n', 3, 1, 'The file holds more than one YAML document'],
  ['{"a":1}\n{"b":2}', 2, 1, 'This is not valid YAML'],
  ['a: !!int x\n', 1, 10, 'Helm refuses !!int of "x".'],
  ['a: !!float x\n', 1, 12, 'Helm refuses !!float of "x".'],
  ['a: !!bool x\n', 1, 11, 'Helm refuses !!bool of "x".'],
  ['a: !!null x\n', 1, 11, 'Helm refuses !!null of "x".'],
  ['a: !!timestamp x\n', 1, 16, 'Helm refuses !!timestamp of "x".'],
  ['a: !!binary "!"\n', 1, 4, 'This is not valid YAML: !!binary needs base64'],
  ['a: 1\nb: x\u0007y\n', 2, 5, 'Helm refuses a file with the character U+0007'],
  ['a: x\u2028y\n', 1, 5, 'Helm takes U+2028 for the end of a line'],
];

describe('A file of values', () => {
  let chart: string;
  let engine: HelmEngine;
  const helmReads = async (helm: HelmMajor, text: string): Promise<unknown> => {
    const file = join(chart, 'values.txt');
    writeFileSync(file, text);
    const result = await engine.render({ helm, chart, values: [file] });
    if (!result.ok) return 'refused';
    const { global: _, ...values } = JSON.parse(result.objects[0]!.json as string) as Record<string, unknown>;
    return values;
  };
  beforeAll(() => {
    chart = mkdtempSync(join(tmpdir(), 'archon-yaml-'));
    mkdirSync(join(chart, 'templates'));
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: values\nversion: 0.1.0\n');
    writeFileSync(join(chart, 'templates/values.yaml'), 'kind: Values\njson: {{ toJson .Values | quote }}\n');
    engine = startHelmEngine();
  });
  afterAll(async () => {
    await engine.end();
    rmSync(chart, { recursive: true, force: true });
  });

  it.each(read)('should be read as both Helms read it: %j', async (text) => {
    const { value } = parse(text);
    for (const helm of helmMajors) expect(await helmReads(helm, text)).toEqual(value);
  });

  it.each(notRead)(
    'should be refused at its place where a Helm does not read it: %j',
    async (text, line, column, message) => {
      const [older, newer] = [await helmReads(3, text), await helmReads(4, text)];
      // Helm refuses it, reads less than all of it, or the two differ.
      expect([older, newer]).toSatisfy(
        () => older === 'refused' || newer === 'refused' || /\n(---|\.\.\.|\{)/.test(text),
      );
      expect(problemsOf(() => parse(text))[0]).toMatchObject({
        line,
        column,
        message: expect.stringContaining(message),
      });
    },
  );

  it('should be refused also where Helm reads the last of two equal keys', async () => {
    expect(await helmReads(4, '{"a":1,"a":2}')).toEqual({ a: 2 });
    expect(problemsOf(() => parse('{"a":1,"a":2}'))).toHaveLength(1);
  });
});

describe('YAML scalars', () => {
  let chart: string;
  beforeAll(() => {
    chart = mkdtempSync(join(tmpdir(), 'archon-yaml-'));
    mkdirSync(join(chart, 'templates'));
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: scalars\nversion: 0.1.0\n');
    writeFileSync(join(chart, 'templates/scalars.yaml'), 'json: {{ toJson .Values | quote }}\n');
    writeFileSync(join(chart, 'values.yaml'), scalars);
  });
  afterAll(() => rmSync(chart, { recursive: true, force: true }));

  it.each(helmMajors)('should be what Helm %i reads', (helm) => {
    const rendered = renderChart({ helm, chart });
    if (!rendered.ok) throw new Error(rendered.error);
    const [, json] = /^json: (".*")$/m.exec(rendered.manifest)!;
    expect(parse(scalars).value).toEqual(JSON.parse(JSON.parse(json!)));
  });
});
