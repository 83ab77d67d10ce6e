import { describe, it } from 'vitest';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { helmMajors } from '@archon/testbed/helm-command';
import { fail, fillCache, isCacheFull, neverReady, podsIn, succeed, undoing } from '../support/lifecycle.ts';
import { Release, waiting } from '../support/release.ts';

const briefly = ['--wait', '--timeout=4s'];

describe.each(helmMajors)('An upgrade by Helm %i that fails', { concurrent: true }, (major) => {
  const helm = helms[major];
  const contextIn = (namespace: string) =>
    kubectl.do(['get', 'cm/vllm-config', '--namespace', namespace, '--output=jsonpath={.data.max_model_len}']);

  it('should bring the old pod back', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helm);
    await succeed(release.install({}, ...waiting));
    await fillCache(namespace);
    const [before] = await podsIn(namespace);

    // One replica: the old pod has made room for the new one, and is made again.
    const broken = { preset: 'nvidia-12gb', ...neverReady };
    expect(await fail(release.upgrade(broken, undoing[major], '--timeout=8s'))).toContain('UPGRADE FAILED');
    await kubectl.do(['rollout', 'status', 'deployment/vllm', '--namespace', namespace, '--timeout=180s']);
    expect(await podsIn(namespace)).toEqual([expect.objectContaining({ template: before!.template, ready: true })]);
    expect([await contextIn(namespace), await isCacheFull(namespace)]).toEqual(['8192', true]);
    expect(await release.neighbours()).toEqual({ archon: 'deployed' });
  });

  it('should leave an old pod serving when there are two', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helm);
    const values = { replicas: 2, persistence: { enabled: false } };
    await succeed(release.install(values, ...waiting));
    const before = await podsIn(namespace);

    await fail(release.upgrade({ ...values, ...neverReady, engine: { maxModelLen: 4096 } }, ...briefly));
    const meanwhile = await podsIn(namespace);
    const serving = meanwhile.filter(({ ready }) => ready);
    expect(serving).toHaveLength(1);
    expect(before).toContainEqual(serving[0]);
    expect(await addressesOf(namespace)).toHaveLength(1);

    await helm.do(['rollback', 'archon', '--namespace', namespace, ...waiting]);
    const after = await podsIn(namespace);
    expect(after).toEqual(Array(2).fill(expect.objectContaining({ template: before[0]!.template, ready: true })));
    expect(after).toContainEqual(serving[0]);
  });

  it('should leave nothing behind once it is rolled back', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helm);
    await succeed(release.install({}, ...waiting));
    const [before] = await podsIn(namespace);
    const broken = { ...neverReady, extraEnv: [{ name: 'VLLM_LOGGING_LEVEL', value: 'DEBUG' }] };
    await fail(release.upgrade(broken, ...briefly));

    // By itself an upgrade of Helm 3 would forget what the failed one had added, and leave it there.
    await helm.do(['rollback', 'archon', '--namespace', namespace, ...waiting]);
    await succeed(release.upgrade({}, ...waiting));
    expect(await podsIn(namespace)).toEqual([expect.objectContaining({ template: before!.template, ready: true })]);
  });
});

/** Where the Service sends requests. */
async function addressesOf(namespace: string): Promise<string[]> {
  const slices = await kubectl.get(
    'endpointslices',
    '--namespace',
    namespace,
    '--selector=kubernetes.io/service-name=vllm',
  );
  const endpoints = slices.items.flatMap((slice: any) => slice.endpoints ?? []);
  return endpoints.filter(({ conditions }: any) => conditions.ready).flatMap(({ addresses }: any) => addresses);
}
