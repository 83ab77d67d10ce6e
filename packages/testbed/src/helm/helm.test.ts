import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { resolveTool } from '../go/go-tools.ts';
import { helmEnvironment } from './helm-command.ts';
import { helmMajors, parseObjects, renderChart, renderChartAsync, renderNotes } from './helm.ts';

const files = {
  'Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 1.2.3\nkubeVersion: ">=1.29.0-0"\n',
  'values.yaml': 'size: 1\ncolour: red\n',
  'values.schema.json':
    '{"type":"object","additionalProperties":false,"properties":{"size":{"type":"integer"},"colour":{}}}',
  'templates/b.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata: {size: {{ .Values.size | quote }}, colour: {{ .Values.colour }}}\n',
  'templates/a.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: {{ .Release.Namespace }}}\ndata: {kube: {{ .Capabilities.KubeVersion.Version }}}\n',
  'templates/empty.yaml': '---\n{{ if false }}x{{ end }}\n',
  'templates/NOTES.txt':
    '{{ .Release.Name }} <b> is "{{ .Values.colour }}" on {{ .Capabilities.KubeVersion.Version }}\n\nupgrade: {{ .Release.IsUpgrade }}\n',
};

describe.each(helmMajors)('Helm %i', { timeout: 600_000 }, (helm) => {
  let chart: string;

  beforeAll(() => {
    chart = mkdtempSync(join(tmpdir(), 'archon-tiny-'));
    mkdirSync(join(chart, 'templates'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(chart, name), text);
  });

  afterEach(() => void vi.unstubAllEnvs());
  afterAll(() => rmSync(chart, { recursive: true, force: true }));

  it('should render the objects sorted, for the pinned Kubernetes', () => {
    const result = renderChart({ helm, chart, namespace: 'here' });
    expect(result.ok && parseObjects(result.manifest)).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'here' }, data: { kube: 'v1.37.0' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' }, data: { size: '1', colour: 'red' } },
    ]);
  });

  it('should let the object override the files, and --set override both', async () => {
    const values = join(chart, 'more.yaml');
    writeFileSync(values, 'size: 2\ncolour: green\n');
    const showOnly = ['templates/b.yaml'];
    const result = await renderChartAsync({
      helm,
      chart,
      values: [values],
      valuesObject: { colour: 'blue', size: 3 },
      set: ['size=4'],
      showOnly,
    });
    expect(result.ok && parseObjects(result.manifest).map(({ data }) => data)).toEqual([{ size: '4', colour: 'blue' }]);
  });

  it('should leave no temporary file behind', () => {
    const temporary = mkdtempSync(join(tmpdir(), 'archon-tmpdir-'));
    vi.stubEnv('TMPDIR', temporary);
    renderChart({ helm, chart, valuesObject: { size: 'x' } });
    renderNotes({ helm, chart });
    expect(readdirSync(temporary)).toEqual([]);
    rmSync(temporary, { recursive: true, force: true });
  });

  it('should say why a chart is refused', async () => {
    const refused = { ok: false, error: expect.stringMatching(/size.*got string, want integer/s) };
    expect(renderChart({ helm, chart, set: ['size=big'] })).toEqual(refused);
    expect(await renderChartAsync({ helm, chart, set: ['size=big'] })).toEqual(refused);
    expect(renderChart({ helm, chart, kubeVersion: '1.28.0' })).toMatchObject({
      error: expect.stringContaining('1.29'),
    });
  });

  it('should not see the settings of the machine', () => {
    vi.stubEnv('HELM_NAMESPACE', 'elsewhere');
    const result = renderChart({ helm, chart, showOnly: ['templates/a.yaml'] });
    expect(result).toMatchObject({ manifest: expect.stringContaining('namespace: archon-system') });
  });

  it('should print the NOTES of an install and of an upgrade', () => {
    const notes = (upgrade: boolean) => `r <b> is "red" on v1.30.0\n\nupgrade: ${upgrade}\n`;
    const options = { helm, chart, release: 'r', kubeVersion: '1.30.0' };
    expect(renderNotes(options)).toEqual({ ok: true, notes: notes(false) });
    expect(renderNotes({ ...options, args: ['--is-upgrade'] })).toEqual({ ok: true, notes: notes(true) });
  });

  it.runIf(helm === 4)('should print the NOTES that a real dry run prints', () => {
    const args = ['install', 'archon', chart, '--namespace=archon-system', '--dry-run=client', '--output=json'];
    const printed = execFileSync(resolveTool('helm4'), args, { encoding: 'utf8', env: helmEnvironment() });
    expect(renderNotes({ helm, chart })).toMatchObject({ notes: JSON.parse(printed).info.notes });
  });
});
