import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helmMajors, renderChart, renderNotes } from '../helm.ts';
import { ToolError } from '../../process/tool-error.ts';
import { startHelmEngine, type EngineOptions, type HelmEngine } from './helm-engine.ts';

const object = (name: string, data: string, annotations = '{}') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, annotations: ${annotations}}\ndata: ${data}\n`;

const files = {
  'Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 1.2.3\nkubeVersion: ">=1.29.0-0"\n',
  'values.yaml': 'size: 1\ncolour: red\nmap: { a: 1 }\nlist: [1]\n',
  'values.schema.json': '{"properties":{"size":{"type":"integer"}}}',
  'templates/values.yaml': object('values', '{json: {{ omit .Values "global" | toJson | quote }}}'),
  'templates/spoiled.yaml': `{{ $_ := set .Values "spoiled" true }}{{ $_ := set .Values.map "b" 2 }}---\n`,
  'templates/release.yaml': object(
    'release',
    '{at: "{{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.IsUpgrade }} {{ .Capabilities.KubeVersion }}"}',
  ),
  'templates/hook.yaml': object('hook', '{}', '{helm.sh/hook: post-install}'),
  'templates/refuse.yaml':
    '{{ if eq (toString .Values.colour) "grey" }}{{ fail "no grey" }}{{ end }}{{ if eq (int .Values.size) 99 }}{{ fail "no 99" }}{{ end }}',
  'templates/NOTES.txt': '{{ .Release.Name }} is {{ .Values.colour }}, <b>\n',
};

const part = 'apiVersion: v2\nname: part\nversion: 1.0.0\n';

/** A folder with those files. */
function writeChart(texts: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'archon-tiny-'));
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe.each(helmMajors)('The engine of Helm %i', (helm) => {
  let chart: string;
  let engine: HelmEngine;
  const render = (options: Partial<EngineOptions> = {}) => engine.render({ helm, chart, ...options });

  beforeAll(() => {
    chart = writeChart(files);
    engine = startHelmEngine();
  });
  afterAll(async () => {
    await engine.end();
    rmSync(chart, { recursive: true, force: true });
  });

  it.each<[string, Partial<EngineOptions>]>([
    ['an installation', {}],
    ['an upgrade', { isUpgrade: true }],
    ['its own name, namespace and Kubernetes version', { release: 'r', namespace: 'n', kubeVersion: '1.30.0' }],
    ['an object of values', { valuesObject: { size: 1048576, map: { b: null, c: [] }, colour: null } }],
    ['an object, and --set over it', { valuesObject: { colour: 'blue', size: 3 }, set: ['size=4', 'map.a=null'] }],
    ['a type that the schema refuses', { valuesObject: { size: 'x' } }],
    ['a map over a scalar, with a warning of Helm', { valuesObject: { colour: { a: 1 } } }],
    ['a scalar over a map, with a warning of Helm, and an error', { valuesObject: { map: 1, size: 'x' } }],
    ['a map over a scalar, and a template that fails', { valuesObject: { colour: { a: 1 }, size: 99 } }],
    ['a template that fails', { valuesObject: { colour: 'grey' } }],
    ['a Kubernetes that is too old', { kubeVersion: '1.28.0' }],
    ['an invalid Kubernetes version', { kubeVersion: 'x' }],
    ['--set that cannot be read', { set: ['a[=1'] }],
    ['an invalid release name', { release: 'A_b' }],
  ])('should give the same result as the program for %s', async (_, options) => {
    const { isUpgrade, ...rest } = { chart, ...options };
    const said = renderChart({ helm, ...rest, ...(isUpgrade && { args: ['--is-upgrade'] }) });
    const result = await render(options);
    expect(result.ok ? { ok: true, manifest: result.manifest } : result).toEqual(said);
  });

  it('should read values files as the program does', async () => {
    const values = ['size: 0x10\ncolour: on\n', 'colour: yes\nlist: []\n'].map((text, index) => {
      const file = join(chart, `values-${index}.txt`);
      writeFileSync(file, text);
      return file;
    });
    expect(await render({ values })).toMatchObject(renderChart({ helm, chart, values }));
  });

  // Where the engine has seen that values meet a schema, Helm does not look again.
  it.each<[string, Record<string, string>]>([
    ['of a subchart', { 'charts/part/Chart.yaml': part, 'charts/part/values.schema.json': '{"required":["missing"]}' }],
    ['that is empty', { 'values.schema.json': '' }],
    ['that is not JSON', { 'values.schema.json': '{' }],
    ['that is not a schema', { 'values.schema.json': '{"type":7}' }],
    ['that needs a file', { 'values.schema.json': '{"$ref":"other.json"}' }],
    ['that another chart meets', { 'values.schema.json': '{"required":["missing"]}' }],
    ['that is met', { 'values.schema.json': '{"required":["size"]}' }],
  ])('should give the same result as the program for a schema %s', async (_, changes) => {
    await render();
    const other = writeChart({ ...files, ...changes });
    const said = renderChart({ helm, chart: other });
    for (const result of [await render({ chart: other }), await render({ chart: other })])
      expect(result.ok ? { ok: true, manifest: result.manifest } : result).toEqual(said);
    expect(await render()).toMatchObject({ ok: true });
    rmSync(other, { recursive: true });
  });

  it('should give the NOTES', async () => {
    expect(await render()).toMatchObject({ notes: 'archon is red, <b>\n' });
    expect(await render()).toMatchObject(renderNotes({ helm, chart }));
  });

  it('should report a missing chart', async () => {
    expect(await render({ chart: '/no/chart' })).toEqual({ ok: false, error: expect.stringContaining('/no/chart') });
  });

  it('should give the objects, hooks last', async () => {
    const result = await render();
    expect(result.ok && result.objects.map(({ metadata }) => metadata.name)).toEqual(['release', 'values', 'hook']);
  });

  it('should not keep changes of a render to its chart and values', async () => {
    const first = await render();
    await render({ valuesObject: { map: { z: 1 }, list: [9] } });
    expect(await render()).toEqual(first);
  });

  it('should answer each of many requests', async () => {
    const sizes = Array.from({ length: 20 }, (_, index) => index);
    const results = await Promise.all(sizes.map((size) => render({ valuesObject: { size } })));
    expect(results.map((result) => result.ok && JSON.parse(result.objects[1]!.data!.json!).size)).toEqual(sizes);
  });
});

describe('A Helm engine', () => {
  it('should report that it has ended', async () => {
    const engine = startHelmEngine();
    await engine.end();
    await expect(engine.render({ helm: 4, chart: 'x' })).rejects.toThrow(
      new ToolError('The Helm engine has ended (exit code 0).'),
    );
  });

  it('should report why it ended to all callers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'archon-engine-'));
    const program = join(folder, 'dies');
    writeFileSync(program, '#!/bin/sh\nread line\necho "no memory" >&2\nexit 3\n', { mode: 0o755 });
    const engine = startHelmEngine(program);
    const asked = [3, 4].map((helm) => engine.render({ helm: helm as 3 | 4, chart: 'x' }));
    for (const one of asked) await expect(one).rejects.toThrow(/ended \(exit code 3\).*\nno memory/);
    rmSync(folder, { recursive: true });
  });

  it('should report that it cannot be started', async () => {
    const engine = startHelmEngine('/no/such/program');
    await expect(engine.render({ helm: 4, chart: 'x' })).rejects.toThrow(/did not start \(spawn .* ENOENT\)/);
  });

  it('should refuse a Helm that it does not link', async () => {
    const engine = startHelmEngine();
    await expect(engine.render({ helm: 2 as 3, chart: 'x' })).rejects.toThrow(/there is no Helm 2, only 3 and 4/);
    await engine.end();
  });
});
