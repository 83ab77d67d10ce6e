import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { chart } from './support/chart.ts';
import { commandLineOf, idsOf } from './support/workload.ts';
import { isRendered, refusals, render } from './support/render.ts';

/** A parent chart with this chart as its dependency, twice: by its name, and by another. */
function umbrella(): string {
  const folder = mkdtempSync(join(tmpdir(), 'archon-umbrella-'));
  mkdirSync(join(folder, 'charts'));
  cpSync(chart, join(folder, 'charts/archon-vllm'), {
    recursive: true,
    filter: (path) => !['tests', 'ci'].includes(basename(path)),
  });
  const dependency = { name: 'archon-vllm', version: '*.*.*-0', repository: '' };
  const dependencies = [
    { ...dependency, condition: 'archon-vllm.enabled' },
    { ...dependency, alias: 'small', condition: 'small.enabled' },
  ];
  writeFileSync(
    join(folder, 'Chart.yaml'),
    stringify({ apiVersion: 'v2', name: 'platform', version: '1.0.0', dependencies }),
  );
  const small = { enabled: true, fullnameOverride: '', model: { id: 'Qwen/Qwen2.5-Coder-7B-Instruct' } };
  writeFileSync(
    join(folder, 'values.yaml'),
    stringify({ global: { domain: 'example.com' }, 'archon-vllm': { enabled: true }, small }),
  );
  return folder;
}

describe('A parent chart', () => {
  let parent: string;
  beforeAll(() => void (parent = umbrella()));
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  it('should install it, with global values and a condition, and once more under another name', async () => {
    const objects = await render({ chart: parent });
    expect(idsOf(objects).filter((id) => id.startsWith('Deployment'))).toEqual([
      'Deployment/archon-small',
      'Deployment/vllm',
    ]);
    const [small] = objects.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'archon-small');
    expect(small!.spec.selector.matchLabels['app.kubernetes.io/name']).toBe('small');
  });

  it('should leave it out when the condition says so', async () => {
    const objects = await render({ chart: parent, set: ['small.enabled=false'] });
    expect(commandLineOf(objects)[0]).toBe('Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4');
    expect(idsOf(objects)).not.toContain('Deployment/archon-small');
  });

  it('should have its typos refused as well', async () => {
    for (const error of await refusals({ chart: parent, set: ['small.engine.maxModelLne=1'] }))
      expect(error).toContain("additional properties 'maxModelLne' not allowed");
  });

  it('should be able to unset a value of the preset, where a null of its values.yaml may not arrive', async () => {
    const set = ['small.enabled=false', 'archon-vllm.unset={engine.maxModelLen}'];
    expect(commandLineOf(await render({ chart: parent, set })).join(' ')).not.toContain('--max-model-len');
  });

  it('should be able to take back a value by null', async () => {
    expect(await isRendered({ chart: parent, set: ['small.model=null', 'small.enabled=true'] })).toBe(true);
  });
});
