import { describe, it } from 'vitest';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { helmMajors } from '@archon/testbed/helm-command';
import { everythingIn, fillCache, isCacheFull, succeed } from '../support/lifecycle.ts';
import { Release, waiting } from '../support/release.ts';

describe.each(helmMajors)('What an upgrade by Helm %i turns off', { concurrent: true }, (major) => {
  it('should be gone, and the rest serve on', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[major]);
    const extra = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'chat-templates' } };
    await succeed(release.install({ serviceAccount: { create: true }, extraObjects: [extra] }, ...waiting));
    const objects = ['ingress.networking.k8s.io/vllm', 'serviceaccount/vllm', 'configmap/chat-templates'];
    expect(await everythingIn(namespace)).toEqual(expect.arrayContaining(objects));

    // With a new pod, which must not ask for the service account that is gone.
    await succeed(release.upgrade({ ingress: { enabled: false }, engine: { maxModelLen: 4096 } }, ...waiting));
    const left = await everythingIn(namespace);
    expect(left.filter((name) => objects.includes(name))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining(['persistentvolumeclaim/model-cache', 'service/vllm']));
  });

  it('should keep the claim without storage, and find its content when storage is on again', async ({
    expect,
    onTestFinished,
  }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[major]);
    await succeed(release.install({}, ...waiting));
    await fillCache(namespace);
    // Replicas, because they change how pods are replaced as well.
    await succeed(release.upgrade({ replicas: 2, persistence: { enabled: false } }, ...waiting));
    await succeed(release.upgrade({}, ...waiting));
    const { spec } = await kubectl.get('deployment/vllm', '--namespace', namespace);
    expect(spec.strategy).toEqual({ type: 'Recreate' });
    expect(spec.template.spec.volumes).toContainEqual({
      name: 'model-cache',
      persistentVolumeClaim: { claimName: 'model-cache' },
    });
    expect(await isCacheFull(namespace)).toBe(true);

    await succeed(release.upgrade({ persistence: { retain: false } }, ...waiting));
    await succeed(release.upgrade({ persistence: { enabled: false } }, ...waiting));
    await expect
      .poll(() => everythingIn(namespace), { timeout: 30_000, interval: 500 })
      .not.toContain('persistentvolumeclaim/model-cache');
  });

  it('should be gone from a Service, too', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[major]);
    // Not waiting: nobody gives out addresses here.
    await succeed(release.install({ service: { type: 'LoadBalancer', port: 80 }, apiKey: { allowAnonymous: true } }));
    await succeed(release.upgrade({}, ...waiting));
    const { spec } = await kubectl.get('service/vllm', '--namespace', namespace);
    expect([spec.type, spec.ports]).toEqual([
      'ClusterIP',
      [{ name: 'http', port: 8000, protocol: 'TCP', targetPort: 'http' }],
    ]);
  });
});
