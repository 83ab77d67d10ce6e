import { describe, it } from 'vitest';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { fail, fillCache, isCacheFull, podsIn, succeed } from '../support/lifecycle.ts';
import { Release, waiting } from '../support/release.ts';

const replicasIn = (namespace: string) =>
  kubectl.do(['get', 'deployment/vllm', '--namespace', namespace, '--output=jsonpath={.spec.replicas}']);

describe('A release that both Helms upgrade', { concurrent: true }, () => {
  it.for([
    { first: 3, args: [] },
    { first: 3, args: ['--server-side=true'] },
    { first: 4, args: [] },
  ] as const)('should serve on, from Helm $first to the other ($args) and back', async ({ first, args }, context) => {
    const { expect, onTestFinished } = context;
    const namespace = await createNamespace({}, onTestFinished);
    const [ours, other] = first === 3 ? [helms[3], helms[4]] : [helms[4], helms[3]];
    const values = {
      ingress: { hosts: [{ host: 'llm.example.com', allowAnonymous: true }] },
      extraEnv: [{ name: 'VLLM_LOGGING_LEVEL', value: 'DEBUG' }],
    };
    await succeed(new Release(namespace, 'archon', ours).install(values, ...waiting));
    await fillCache(namespace);
    const pods = await podsIn(namespace);

    // The same values do not replace a pod, whichever Helm applies them.
    await succeed(new Release(namespace, 'archon', other).upgrade(values, ...args, ...waiting));
    expect(await podsIn(namespace)).toEqual(pods);
    await succeed(new Release(namespace, 'archon', ours).upgrade(values, ...waiting));
    expect(await podsIn(namespace)).toEqual(pods);

    // What one has set, the other removes.
    await succeed(new Release(namespace, 'archon', other).upgrade({ ingress: { enabled: false } }, ...waiting));
    const { spec } = await kubectl.get('deployment/vllm', '--namespace', namespace);
    expect(spec.template.spec.containers[0].env).not.toContainEqual(values.extraEnv[0]);
    expect((await kubectl.get('ingresses', '--namespace', namespace)).items).toEqual([]);
    expect(await isCacheFull(namespace)).toBe(true);
  });
});

describe("What kubectl has changed behind Helm's back", { concurrent: true }, () => {
  const scaled = async (...[namespace, release]: [string, Release]) => {
    await succeed(release.install({ persistence: { enabled: false } }, ...waiting));
    await kubectl.do(['scale', 'deployment/vllm', '--replicas=2', '--namespace', namespace]);
  };

  it('should be undone by Helm 3', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[3]);
    await scaled(namespace, release);
    await succeed(release.upgrade({ persistence: { enabled: false } }, ...waiting));
    expect(await replicasIn(namespace)).toBe('1');
  });

  it('should be named by Helm 4, and be undone by --force-conflicts', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[4]);
    await scaled(namespace, release);
    const refusal = await fail(release.upgrade({ persistence: { enabled: false } }));
    expect(refusal).toContain('conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas');
    await succeed(release.upgrade({ persistence: { enabled: false } }, '--force-conflicts', ...waiting));
    expect(await replicasIn(namespace)).toBe('1');
  });

  it('should stay when the values say the same', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[4]);
    await scaled(namespace, release);
    await succeed(release.upgrade({ replicas: 2, persistence: { enabled: false } }, ...waiting));
    expect(await replicasIn(namespace)).toBe('2');
  });
});
