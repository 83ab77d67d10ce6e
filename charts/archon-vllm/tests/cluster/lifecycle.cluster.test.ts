import { describe, it } from 'vitest';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { helmMajors, type HelmMajor } from '@archon/testbed/helm-command';
import { claimSize, everythingIn, fail, fillCache, isCacheFull, succeed } from '../support/lifecycle.ts';
import { Release, waiting } from '../support/release.ts';

const onlyTheClaim = ['persistentvolumeclaim/model-cache'];
// Objects that belong to others (pods, endpoint slices) go a moment after theirs.
const soon = { timeout: 30_000, interval: 500 };

describe.each(helmMajors)('A release of Helm %i', { concurrent: true }, (major) => {
  const other: HelmMajor = major === 3 ? 4 : 3;

  it('should serve when helm install --wait returns', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    await succeed(new Release(namespace, 'archon', helms[major]).install({}, ...waiting));
    const deployment = await kubectl.get('deployment/vllm', '--namespace', namespace);
    expect(deployment.status.availableReplicas).toBe(1);
  });

  it('should leave the claim alone behind, and find its content when it comes back', async ({
    expect,
    onTestFinished,
  }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[major]);
    await succeed(release.install({ serviceAccount: { create: true } }, ...waiting));
    await fillCache(namespace);
    await release.uninstall();
    await expect.poll(() => everythingIn(namespace), soon).toEqual(onlyTheClaim);

    // With the other Helm, and another preset.
    const again = new Release(namespace, 'archon', helms[other]);
    await succeed(again.install({ preset: 'nvidia-12gb' }, ...waiting));
    expect(await isCacheFull(namespace)).toBe(true);
    expect(await claimSize(namespace)).toBe('50Gi');
    await again.uninstall();
    await expect.poll(() => everythingIn(namespace), soon).toEqual(onlyTheClaim);
  });

  it('should leave nothing behind when the claim is not to be kept', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[major]);
    await succeed(release.install({ persistence: { retain: false } }, ...waiting));
    await release.uninstall();
    await expect.poll(() => everythingIn(namespace), soon).toEqual([]);
  });

  it("should not take another release's claim unless it is told to", async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const first = new Release(namespace, 'archon', helms[major]);
    await succeed(first.install({}, ...waiting));
    await fillCache(namespace);
    await first.uninstall();

    const second = new Release(namespace, 'second', helms[major]);
    const refusal = await fail(second.install());
    expect(refusal).toContain('PersistentVolumeClaim "model-cache"');
    expect(refusal).toContain('exists and cannot be imported');
    // Nothing was created; only Helm 3 records the attempt.
    expect(await everythingIn(namespace)).toEqual(onlyTheClaim);

    // Use it, and leave its owner as it is.
    await succeed(second.install({ persistence: { existingClaim: 'model-cache' } }, ...waiting));
    expect(await isCacheFull(namespace)).toBe(true);
    await second.uninstall();
    await expect.poll(() => everythingIn(namespace), soon).toEqual(onlyTheClaim);

    // Or take it over.
    await succeed(second.install({}, '--take-ownership', ...waiting));
    expect(await isCacheFull(namespace)).toBe(true);
    const claim = await kubectl.get('pvc/model-cache', '--namespace', namespace);
    expect(claim.metadata.annotations['meta.helm.sh/release-name']).toBe('second');
  });
});
