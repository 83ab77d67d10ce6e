import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { helmMajors } from '@archon/testbed/helm-command';
import { claimSize, everythingIn, fillCache, isCacheFull, podsIn, succeed } from '../support/lifecycle.ts';
import { Release, waiting } from '../support/release.ts';

/** Every release, as it was packaged; its README says how. */
const folder = join(import.meta.dirname, '../releases');
const releases = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
const presets = ['nvidia-16gb', 'nvidia-24gb'];
const cases = releases.flatMap((file) => presets.map((preset) => ({ file, preset })));

describe.each(helmMajors)('An upgrade by Helm %i', { concurrent: true }, (major) => {
  it.for(cases)('should lead from $file with $preset to this chart, and back', async (from, context) => {
    const { expect, onTestFinished } = context;
    const namespace = await createNamespace({}, onTestFinished);
    const here = ['--namespace', namespace, ...waiting];
    await helms[major].do(['install', 'archon', join(folder, from.file), `--set=preset=${from.preset}`, ...here]);
    await fillCache(namespace);
    const before = await stateOf(namespace);

    await removeDeployment(namespace);
    await succeed(new Release(namespace, 'archon', helms[major]).upgrade({ preset: from.preset }, ...waiting));
    expect(await stateOf(namespace)).toEqual(before);
    expect(await podsIn(namespace)).toEqual([expect.objectContaining({ ready: true })]);

    await removeDeployment(namespace);
    await helms[major].do(['rollback', 'archon', '1', ...here]);
    expect(await stateOf(namespace)).toEqual(before);
    expect(await podsIn(namespace)).toEqual([expect.objectContaining({ ready: true })]);
  });

  it.for(releases)(
    'should be refused from %s while its Deployment is there',
    async (file, { expect, onTestFinished }) => {
      const namespace = await createNamespace({}, onTestFinished);
      await helms[major].do(['install', 'archon', join(folder, file), '--namespace', namespace, ...waiting]);
      const { code, stderr } = await new Release(namespace, 'archon', helms[major]).upgrade({}, ...waiting);
      expect(code).toBe(1);
      expect(stderr).toMatch(/spec\.selector: Invalid value: [^]*field is immutable/);
    },
  );
});

/** The step that UPGRADING.md gives for an upgrade from 0.1 or 0.2: selectors of a Deployment never change. */
async function removeDeployment(namespace: string): Promise<void> {
  await kubectl.do(['delete', 'deployment/vllm', '--namespace', namespace, '--cascade=foreground']);
}

/** What the upgrade must not change: the objects, the address, the claim and its content. */
async function stateOf(namespace: string) {
  const service = await kubectl.get('service/vllm', '--namespace', namespace);
  // Of Helm, of Kubernetes and of the pods: their names differ.
  const passing = /^(secret|pod|replicaset|endpoint)/;
  return {
    objects: (await everythingIn(namespace)).filter((name) => !passing.test(name)),
    address: service.spec.clusterIP,
    claim: await claimSize(namespace),
    full: await isCacheFull(namespace),
  };
}
