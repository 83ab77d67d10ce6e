import { leavesOf, mergedTypes, typesOf, type Path } from '@archon/values';
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { goldenText } from './support/golden.ts';
import { model } from './support/chart.ts';
import { commandLineOf, containerOf, only } from './support/workload.ts';
import { problemsOf } from './support/problems.ts';
import { renderMany } from './support/render-many.ts';
import { isRendered, render, renderValues } from './support/render.ts';
import { scenarioValues } from './support/scenarios.ts';
import { setAt } from './support/set-at.ts';

const million = 1048576; // Helm reads it as a float, and prints 1.048576e+06 when nobody stops it

/** A number in exponent form. */
const exponent = /(?<![\w.])\d(\.\d+)?e[+-]?\d+(?![\w])/i;

const integers = leavesOf(model).filter(({ schema }) => mergedTypes(schema).join() === 'integer');
const largest = (path: Path, schema: { maximum?: number; enum?: unknown[] }): unknown =>
  schema.enum?.filter((value) => value !== null).at(-1) ?? Math.min(million, schema.maximum ?? million);

describe('Integers', () => {
  it(`should print as integers when each of the ${integers.length} values is as large as a million`, async () => {
    expect(integers.length).toBeGreaterThan(20);
    const everything = integers.reduce<unknown>(
      (values, { path, schema }) => setAt(values, path, largest(path, schema)),
      scenarioValues('everything'),
    );
    // The parallel sizes multiply to the number of GPUs.
    const parallel = { tensorParallelSize: 1024, pipelineParallelSize: 1, dataParallelSize: 1 };
    const values = Object.entries(parallel).reduce(
      (all, [key, size]) => setAt(all, ['engine', key], size),
      setAt(setAt(everything, ['model', 'copyOf'], null), ['resources', 'limits', 'memory'], '4Ti'),
    );
    const objects = await renderValues(values);
    expect(goldenText(objects)).not.toMatch(exponent);
    expect(commandLineOf(objects)).toEqual(
      expect.arrayContaining([
        '--max-model-len=1048576',
        '--kv-cache-memory-bytes=1048576',
        '--max-num-seqs=1048576',
        '--seed=1048576',
        '--max-lora-rank=512',
      ]),
    );
    expect(containerOf(objects).resources.limits['nvidia.com/mig-1g.24gb']).toBe('1024');
    expect(containerOf(objects).startupProbe.timeoutSeconds).toBe(million);
    expect(only(objects, 'ScaledObject').spec).toMatchObject({ minReplicaCount: million, maxReplicaCount: million });
    const alone = await renderValues(setAt(values, ['autoscaling', 'enabled'], false));
    expect(only(alone, 'Deployment').spec.replicas).toBe(million);
  });

  it.each([
    ['a file', { values: { model: { id: 'example/million' }, engine: { maxModelLen: million } } }],
    ['--set', { set: ['model.id=example/million', `engine.maxModelLen=${million}`] }],
  ])('should keep a context of a million tokens from %s', async (_, { values, set = [] }: any) => {
    const objects = await render({ valuesObject: values ?? {}, set });
    expect(only(objects, 'ConfigMap').data!.max_model_len).toBe('1048576');
    expect(commandLineOf(objects)).toContain('--max-model-len=1048576');
  });

  it('should keep the largest integer that a values file can hold', async () => {
    const objects = await renderValues({ engine: { seed: Number.MAX_SAFE_INTEGER, kvCacheMemoryBytes: 2 ** 50 } });
    expect(commandLineOf(objects)).toEqual(
      expect.arrayContaining(['--seed=9007199254740991', '--kv-cache-memory-bytes=1125899906842624']),
    );
  });

  it.each(['seed', 'kvCacheMemoryBytes'])('should be refused where %s is larger than Helm can print', async (key) => {
    const valuesObject = { engine: { [key]: 1e20 } };
    expect({ problems: problemsOf(valuesObject).length, rendered: await isRendered({ valuesObject }) }).toEqual({
      problems: 1,
      rendered: false,
    });
  });

  it('should be recognised in exponent form by these tests', () => {
    expect(stringify({ a: '--x=1.048576e+06' })).toMatch(exponent);
    expect(stringify({ a: 'sha256:01e5aa' })).not.toMatch(exponent);
  });
});

describe('Numbers', () => {
  it('should keep a share as it is, with two decimals where nothing is lost', async () => {
    const shares = [0.9, 0.875, 1, 0.1 + 0.2, 0.001];
    const texts = ['0.90', '0.875', '1.00', '0.30000000000000004', '0.001'];
    const rendered = await renderMany(
      shares.map((share) => ({ values: { engine: { gpuMemoryUtilization: share, cpuOffloadGb: share } } })),
    );
    expect(rendered.map((objects) => only(objects, 'ConfigMap').data!.gpu_memory_utilization)).toEqual(texts);
    for (const [index, objects] of rendered.entries())
      expect(commandLineOf(objects)).toContain(`--cpu-offload-gb=${shares[index]}`);
  });

  it('should keep quantities that are numbers', async () => {
    const objects = await renderValues({
      persistence: { size: 107374182400 },
      resources: { limits: { cpu: 7.5, memory: 34359738368 } },
    });
    expect(only(objects, 'PersistentVolumeClaim').spec.resources.requests.storage).toBe(107374182400);
    expect(containerOf(objects).resources.limits).toMatchObject({ cpu: 7.5, memory: 34359738368 });
  });
});

describe('Numbers of the engine', () => {
  const fractions = leavesOf(model).filter(
    ({ path, schema }) => path[0] === 'engine' && typesOf(schema).includes('number'),
  );

  it.each(fractions.map(({ path }) => path.join('.')))(
    'should arrive as --set and as a file give them: %s',
    async (path) => {
      const fromText = commandLineOf(await render({ set: [`${path}=0.75`] }));
      expect(fromText).toEqual(commandLineOf(await renderValues(setAt({}, path.split('.'), 0.75))));
      expect(fromText.join(' ')).toContain('0.75');
    },
  );

  it.each([
    ['engine.maxModelLen=32k', '--max-model-len=32000'],
    ['engine.maxModelLen=32K', '--max-model-len=32768'],
    ['engine.maxModelLen=25.6k', '--max-model-len=25600'],
    ['engine.maxModelLen=auto', '--max-model-len=-1'],
    ['engine.maxModelLen=-1', '--max-model-len=-1'],
    ['engine.maxNumBatchedTokens=8K', '--max-num-batched-tokens=8192'],
    ['engine.maxNumBatchedTokens=1m', '--max-num-batched-tokens=1000000'],
    ['engine.kvCacheMemoryBytes=2G', '--kv-cache-memory-bytes=2147483648'],
    ['engine.kvCacheMemoryBytes=4.35k', '--kv-cache-memory-bytes=4350'],
  ])('should arrive as the number that vLLM reads, by --set and by a file: %s', async (set, flag) => {
    const [path, text] = set.split('=') as [string, string];
    expect(commandLineOf(await render({ set: [set] }))).toContain(flag);
    expect(commandLineOf(await renderValues(setAt({}, path.split('.'), text)))).toContain(flag);
  });

  it.each(['32kb', '1.5K', '0', '-2', 'Auto', '32 k'])('should refuse engine.maxModelLen=%s', async (text) => {
    expect(await isRendered({ set: [`engine.maxModelLen=${text}`] })).toBe(false);
    expect(problemsOf({ engine: { maxModelLen: /^-?\d+$/.test(text) ? Number(text) : text } })).not.toEqual([]);
  });

  it.each(['85%', '1.5', '0', '-0.5', 'most'])('should refuse engine.gpuMemoryUtilization=%s', async (text) => {
    expect(await isRendered({ set: [`engine.gpuMemoryUtilization=${text}`] })).toBe(false);
  });
});
