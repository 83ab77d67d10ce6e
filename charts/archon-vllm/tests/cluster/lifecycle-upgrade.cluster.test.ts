import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { chart } from '../support/chart.ts';
import { helmMajors } from '@archon/testbed/helm-command';
import { claimSize, fail, fillCache, isCacheFull, podsIn, succeed } from '../support/lifecycle.ts';
import { Release, waiting } from '../support/release.ts';

/** A change of a value that users make. */
interface Change {
  what: string;
  values: object;
  /** Where the change shows: an object, and a part of it as JSONPath. */
  shows: [object: string, path: string, value: string];
}

const config = 'configmap/vllm-config';
const image = '{.spec.template.spec.containers[0].image}';

/** What the server is started with: each needs a new pod. */
const ofThePod: Change[] = [
  {
    what: 'the model',
    values: { model: { id: 'Qwen/Qwen3-8B-AWQ' } },
    shows: [config, '{.data.llm_model}', 'Qwen/Qwen3-8B-AWQ'],
  },
  { what: 'the context', values: { engine: { maxModelLen: 4096 } }, shows: [config, '{.data.max_model_len}', '4096'] },
  {
    what: 'the image',
    values: { image: { tag: 'v0.32.0' } },
    shows: ['deployment/vllm', image, 'vllm/vllm-openai:v0.32.0'],
  },
  {
    what: 'the resources',
    values: { resources: { requests: { cpu: '2' } } },
    shows: ['deployment/vllm', '{.spec.template.spec.containers[0].resources.requests.cpu}', '2'],
  },
  {
    what: 'the preset',
    values: { preset: 'nvidia-12gb' },
    shows: [config, '{.data.max_model_len}', '32768'],
  },
];

/** What surrounds the pod, which must not be started again for it. */
const aroundThePod = {
  values: {
    apiKey: { allowAnonymous: true },
    ingress: { hosts: [{ host: 'llm.example.com' }] },
    service: { type: 'NodePort', port: 80, annotations: { 'example.com/pool': 'home' } },
  },
  shows: [
    ['ingress/vllm', '{.spec.rules[0].host}', 'llm.example.com'],
    ['service/vllm', '{.spec.type}', 'NodePort'],
    ['service/vllm', '{.spec.ports[*].port}', '80'],
    ['service/vllm', String.raw`{.metadata.annotations.example\.com/pool}`, 'home'],
  ] satisfies Change['shows'][],
};

const read = (namespace: string, [object, path]: Change['shows']): Promise<string> =>
  kubectl.do(['get', object, '--namespace', namespace, `--output=jsonpath=${path}`]);

describe.each(helmMajors)('An upgrade by Helm %i', { concurrent: true }, (major) => {
  /** A default release with something in its cache. */
  const installed = async (...context: Parameters<typeof createNamespace>) => {
    const namespace = await createNamespace(...context);
    const release = new Release(namespace, 'archon', helms[major]);
    await succeed(release.install({}, ...waiting));
    await fillCache(namespace);
    return { namespace, release, rollback: () => helms[major].run(rollbackOf(namespace)) };
  };
  const rollbackOf = (namespace: string) => ['rollback', 'archon', '1', '--namespace', namespace, ...waiting];

  // Which values replace the pod depends on the chart; how, on Helm.
  it.for(major === 4 ? ofThePod : ofThePod.slice(-1))(
    'should start a new pod for $what, and roll back',
    async (change, { expect, onTestFinished }) => {
      const { namespace, release, rollback } = await installed({}, onTestFinished);
      const [before] = await podsIn(namespace);
      const shown = await read(namespace, change.shows);

      await succeed(release.upgrade(change.values, ...waiting));
      expect(await read(namespace, change.shows)).toBe(change.shows[2]);
      const pods = await podsIn(namespace);
      expect(pods).toEqual([expect.objectContaining({ ready: true })]);
      expect(pods[0]!.template).not.toBe(before!.template);
      expect([await isCacheFull(namespace), await claimSize(namespace)]).toEqual([true, '50Gi']);

      await succeed(rollback());
      expect(await read(namespace, change.shows)).toBe(shown);
      expect(await podsIn(namespace)).toEqual([expect.objectContaining({ template: before!.template, ready: true })]);
      expect(await isCacheFull(namespace)).toBe(true);
    },
  );

  it('should keep the pod for what surrounds it, and roll back', async ({ expect, onTestFinished }) => {
    const { namespace, release, rollback } = await installed({}, onTestFinished);
    const pods = await podsIn(namespace);
    const shown = () => Promise.all(aroundThePod.shows.map((place) => read(namespace, place)));
    const before = await shown();

    await succeed(release.upgrade(aroundThePod.values, ...waiting));
    expect(await shown()).toEqual(aroundThePod.shows.map(([, , value]) => value));
    expect(await podsIn(namespace)).toEqual(pods);
    await succeed(rollback());
    expect(await shown()).toEqual(before);
    expect(await podsIn(namespace)).toEqual(pods);
  });

  it('should keep the pod for a new version of the chart alone', async ({ expect, onTestFinished }) => {
    const { namespace } = await installed({}, onTestFinished);
    const folder = mkdtempSync(join(tmpdir(), 'archon-chart-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    await helms[major].do(['package', chart, '--version=99.0.0', `--destination=${folder}`]);
    const pods = await podsIn(namespace);
    const newer = join(folder, 'archon-vllm-99.0.0.tgz');
    await helms[major].do(['upgrade', 'archon', newer, '--namespace', namespace, ...waiting]);
    const deployment = await kubectl.get('deployment/vllm', '--namespace', namespace);
    expect(deployment.metadata.labels['helm.sh/chart']).toBe('archon-vllm-99.0.0');
    expect(await podsIn(namespace)).toEqual(pods);
  });

  it('should grow the claim, and leave the pod alone', async ({ expect, onTestFinished }) => {
    const { namespace, release } = await installed({}, onTestFinished);
    const pods = await podsIn(namespace);
    await succeed(release.upgrade({ persistence: { size: '100Gi' } }, ...waiting));
    expect(await claimSize(namespace)).toBe('100Gi');
    expect([await podsIn(namespace), await isCacheFull(namespace)]).toEqual([pods, true]);
  });

  it('should be refused when it asks the claim to shrink, and serve on', async ({ expect, onTestFinished }) => {
    const { namespace, release } = await installed({}, onTestFinished);
    const pods = await podsIn(namespace);
    const refusal = await fail(release.upgrade({ persistence: { size: '20Gi' } }));
    expect(refusal).toContain('can not be less than status.capacity');
    expect([await podsIn(namespace), await isCacheFull(namespace)]).toEqual([pods, true]);
    await succeed(release.upgrade({ persistence: { size: '50Gi' } }, ...waiting));
  });

  it('should grow the claim for a preset of larger GPUs, and keep what it holds', async ({
    expect,
    onTestFinished,
  }) => {
    const { namespace, release } = await installed({}, onTestFinished);
    await succeed(release.upgrade({ preset: 'nvidia-80gb' }, ...waiting));
    expect([await claimSize(namespace), await isCacheFull(namespace)]).toEqual(['110Gi', true]);
  });
});
