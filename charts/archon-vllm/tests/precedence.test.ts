import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leavesOf, nullLeaves, valueAt } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { changedChart, chart, model } from './support/chart.ts';
import { commandLineOf, containerOf, only, podOf } from './support/workload.ts';
import { problemsOf } from './support/problems.ts';
import { isRendered, refusals, render, renderValues } from './support/render.ts';
import { setAt } from './support/set-at.ts';

describe('Values of the user', () => {
  it('should win over defaults, also when they are false, 0, "" or []', async () => {
    const objects = await renderValues({
      replicas: 0,
      ingress: { enabled: false },
      persistence: { retain: false },
      gpu: { runtimeClassName: '' },
      podSecurityContext: { runAsNonRoot: false, runAsUser: 0 },
      securityContext: { capabilities: { drop: [] } },
    });
    expect(only(objects, 'Deployment').spec.replicas).toBe(0);
    expect(objects.map(({ kind }) => kind)).not.toContain('Ingress');
    expect(only(objects, 'PersistentVolumeClaim').metadata).not.toHaveProperty('annotations');
    expect(podOf(objects)).not.toHaveProperty('runtimeClassName');
    expect(podOf(objects).securityContext).toMatchObject({ runAsNonRoot: false, runAsUser: 0, fsGroup: 2000 });
    expect(containerOf(objects).securityContext.capabilities.drop).toEqual([]);
  });

  it('should win over a preset, also when they are false, 0 or a part of a map', async () => {
    const preset = {
      hardware: {
        engine: { enforceEager: true, maxNumSeqs: 16 },
        podSecurityContext: { runAsNonRoot: true, runAsUser: 2000 },
        resources: { limits: { cpu: '8', memory: '24Gi' } },
      },
      model: { model: { id: 'a/b' }, engine: { enableAutoToolChoice: true, toolCallParser: 'hermes' } },
    };
    const changed = changedChart({ 'files/presets/nvidia-16gb.json': JSON.stringify(preset) });
    const valuesObject = {
      engine: { enforceEager: false, maxNumSeqs: 1, enableAutoToolChoice: false },
      podSecurityContext: { runAsNonRoot: false, runAsUser: 0 },
      resources: { limits: { memory: '32Gi' } },
    };
    const objects = await render({ chart: changed, valuesObject });
    expect(commandLineOf(objects)).toEqual([
      'a/b',
      '--host=0.0.0.0',
      '--port=8000',
      '--shutdown-timeout=60',
      '--max-num-seqs=1',
      '--no-enforce-eager',
      '--no-enable-auto-tool-choice',
      '--tool-call-parser=hermes',
    ]);
    expect(podOf(objects).securityContext).toMatchObject({ runAsNonRoot: false, runAsUser: 0 });
    expect(containerOf(objects).resources.limits).toMatchObject({ cpu: '8', memory: '32Gi' });
  });

  it('should reach every object, each template merging for itself', async () => {
    const seen = new Set<string>();
    for (const { kind, metadata } of await renderValues({ commonLabels: { team: 'a' } }))
      seen.add(`${kind} ${metadata.labels?.team}`);
    expect([...seen].every((line) => line.endsWith(' a'))).toBe(true);
  });
});

describe('null', () => {
  it.each(['image', 'engine', 'engine.extraArgs', 'service.port', 'preset'])(
    'should mean the default again: --set %s=null',
    async (path) => expect(await render({ set: [`${path}=null`] })).toEqual(await render()),
  );

  const leftOut = nullLeaves(model).map(({ path }) => path.join('.'));
  const sections = model.features
    .filter(({ hidden }) => !hidden)
    .flatMap(({ keys }) => keys)
    .filter((key) => !leftOut.includes(key));
  const emptied = Object.fromEntries(sections.map((key) => [key, null]));

  it(`should mean the default again for each of the ${sections.length} keys at the top`, async () => {
    expect(await isRendered({ valuesObject: emptied })).toBe(true);
    expect(await renderValues(emptied)).toEqual(await render());
  });

  it('should be taken by our validator for each key at the top, as Helm takes it', () => {
    expect(problemsOf(emptied).map(({ path }) => path)).toEqual([]);
  });

  const defaulted = leavesOf(model).filter(
    ({ path }) => valueAt(model.defaults, path) !== undefined && path[0] !== 'global',
  );
  const unset = defaulted.reduce<unknown>((all, { path }) => setAt(all, path, null), {});

  it(`should mean the default again for each of the ${defaulted.length} values that have one`, async () => {
    expect(defaulted.length).toBeGreaterThan(50);
    expect(await isRendered({ valuesObject: unset })).toBe(true);
  });

  it('should be taken by our validator for each value that has a default, as Helm takes it', () => {
    expect(problemsOf(unset).map(({ path }) => path)).toEqual([]);
  });

  it('should leave the number of replicas out, for an autoscaler', async () => {
    const others = ['httpRoute.timeouts.request', 'autoscaling.waitingRequests', 'autoscaling.kvCacheUsage'];
    expect(leftOut.toSorted()).toEqual(['replicas', ...others].toSorted());
    const values = { replicas: null };
    expect(problemsOf(values)).toEqual([]);
    const { spec } = only(await renderValues(values), 'Deployment');
    expect(spec).not.toHaveProperty('replicas');
    expect(spec.strategy.type).toBe('Recreate');
    const shared = await renderValues({ ...values, persistence: { accessModes: ['ReadWriteMany'] } });
    expect(only(shared, 'Deployment').spec.strategy.type).toBe('RollingUpdate');
    for (const same of [{ set: ['replicas=null'] }, { valuesObject: { unset: ['replicas'] } }])
      expect(only(await render(same), 'Deployment').spec).not.toHaveProperty('replicas');
  });

  it('should mean vLLM’s own default for what a preset sets in the engine', async () => {
    const objects = await renderValues({
      engine: { maxModelLen: null, gpuMemoryUtilization: null, quantization: null, maxNumSeqs: null },
    });
    expect(commandLineOf(objects).slice(1)).toEqual(['--host=0.0.0.0', '--port=8000', '--shutdown-timeout=60']);
    expect(Object.keys(only(objects, 'ConfigMap').data!)).toEqual(['llm_model']);
  });

  it('should mean the chart’s own default for what a preset sets elsewhere', async () => {
    const set = ['persistence.size=null', 'startup.timeoutSeconds=null', 'image.tag=null', 'podSecurityContext=null'];
    const objects = await render({ set: ['preset=archon-seed', ...set] });
    expect(only(objects, 'PersistentVolumeClaim').spec.resources.requests.storage).toBe('100Gi');
    expect(only(objects, 'Deployment').spec.progressDeadlineSeconds).toBe(4275);
    expect(containerOf(objects).image).toBe('vllm/vllm-openai:v0.33.0');
    expect(podOf(objects).securityContext).toEqual(model.defaults.podSecurityContext);
  });

  it('should remove one limit of a preset', async () => {
    const values = { resources: { limits: { memory: null } } };
    const { resources } = containerOf(await renderValues(values));
    expect(resources.limits).toEqual({ 'nvidia.com/gpu': '1' });
    expect(resources.requests.cpu).toBe('4');
    expect(problemsOf(values)).toEqual([]);
  });

  it('should remove the user id, which OpenShift chooses, and keep a home for any user', async () => {
    const values = { podSecurityContext: { runAsUser: null, fsGroup: null } };
    const objects = await renderValues(values);
    expect(podOf(objects).securityContext).not.toHaveProperty('runAsUser');
    expect(podOf(objects).securityContext).not.toHaveProperty('fsGroup');
    expect(containerOf(objects).env).toContainEqual({ name: 'HOME', value: '/home/vllm' });
    expect(problemsOf(values)).toEqual([]);
  });
});

describe('unset', () => {
  it('should be as null is, in a form that Argo CD and parent charts pass on', async () => {
    const paths = ['engine.maxModelLen', 'engine.quantization', 'persistence.size', 'resources.limits.cpu'];
    const nulls = {
      engine: { maxModelLen: null, quantization: null },
      persistence: { size: null },
      resources: { limits: { cpu: null } },
    };
    expect(await renderValues({ unset: paths })).toEqual(await renderValues(nulls));
    expect(commandLineOf(await renderValues({ unset: paths }))).not.toContain('--quantization=gptq');
  });

  it('should leave what you set yourself', async () => {
    const objects = await renderValues({ unset: ['engine.maxModelLen'], engine: { maxModelLen: 4096 } });
    expect(commandLineOf(objects)).toContain('--max-model-len=4096');
  });

  it('should be refused for what no preset sets, with the nearest that one does', async () => {
    for (const error of await refusals({ set: ['unset={engine.maxModelLn}'] })) expect(error).toContain('/unset/0');
    expect(problemsOf({ unset: ['engine.maxModelLn'] })).toMatchObject([
      { path: 'unset[0]', hint: expect.stringContaining('engine.maxModelLen') },
    ]);
  });
});

describe('A copy of a model', () => {
  it('should have the settings of the preset’s model, under its own path', async () => {
    const { model: own } = JSON.parse(readFileSync(join(chart, 'files/presets/nvidia-16gb.json'), 'utf8'));
    const objects = await renderValues({
      model: { id: '/models/coder', copyOf: own.model.id },
      extraVolumes: [{ name: 'models', hostPath: { path: '/models' } }],
      extraVolumeMounts: [{ name: 'models', mountPath: '/models', readOnly: true }],
    });
    expect(commandLineOf(objects)).toEqual(['/models/coder', ...commandLineOf(await render()).slice(1)]);
    expect(containerOf(objects).startupProbe).toEqual(containerOf(await render()).startupProbe);
  });
});

describe('A file of the presets folder', () => {
  it('should leak none of its model settings to another model', async () => {
    const objects = await render({
      values: [join(chart, 'presets/nvidia-16gb.yaml')],
      set: ['model.id=Qwen/Qwen3-8B'],
    });
    expect(commandLineOf(objects).join(' ')).not.toMatch(/quantization|max-model-len/);
  });
});

describe('Another model than the preset’s', () => {
  it('should get none of the preset’s model settings', async () => {
    const objects = await render({ set: ['model.id=meta-llama/Llama-3.1-8B-Instruct'] });
    expect(commandLineOf(objects)).toEqual([
      'meta-llama/Llama-3.1-8B-Instruct',
      '--host=0.0.0.0',
      '--port=8000',
      '--shutdown-timeout=60',
      '--gpu-memory-utilization=0.90',
      '--max-num-seqs=16',
    ]);
    expect(only(objects, 'ConfigMap').data).toEqual({
      llm_model: 'meta-llama/Llama-3.1-8B-Instruct',
      gpu_memory_utilization: '0.90',
    });
    expect(only(objects, 'PersistentVolumeClaim').spec.resources.requests.storage).toBe('50Gi');
    expect(containerOf(objects).startupProbe).toMatchObject({ periodSeconds: 10, failureThreshold: 360 });
  });

  it('should keep the settings that the user gives it', async () => {
    const set = ['model.id=a/b', 'model.revision=main', 'engine.maxModelLen=4096', 'persistence.size=20Gi'];
    const objects = await render({ set });
    expect(commandLineOf(objects)).toEqual(expect.arrayContaining(['a/b', '--revision=main', '--max-model-len=4096']));
    expect(only(objects, 'PersistentVolumeClaim').spec.resources.requests.storage).toBe('20Gi');
  });

  it('should be the preset’s own when it is named again', async () => {
    const { model: own } = JSON.parse(readFileSync(join(chart, 'files/presets/nvidia-16gb.json'), 'utf8'));
    expect(await render({ set: [`model.id=${own.model.id}`] })).toEqual(await render());
  });
});
