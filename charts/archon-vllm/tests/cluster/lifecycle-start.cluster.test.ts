import { describe, it } from 'vitest';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { helmMajors } from '@archon/testbed/helm-command';
import { fail, neverReady, succeed } from '../support/lifecycle.ts';
import { Release, waiting } from '../support/release.ts';

// Of the default preset: 1800 s for the start, 600 s for what comes before it, and 75 s for the end of another pod.
const [budget, deadline] = [1800, 2475];

describe('A slow start', { concurrent: true }, () => {
  it('should have the whole budget in the pod, the rollout and the advice', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace);
    await succeed(release.install(neverReady));
    const { spec } = await kubectl.get('deployment/vllm', '--namespace', namespace);
    const { startupProbe, env } = spec.template.spec.containers[0];
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBeGreaterThanOrEqual(budget);
    expect(env).toContainEqual({ name: 'VLLM_ENGINE_READY_TIMEOUT_S', value: String(budget) });
    expect(spec.progressDeadlineSeconds).toBe(deadline);
    const notes = await release.notes();
    expect(notes).toContain(`rollout status deployment/vllm --timeout=${deadline}s`);
    expect(notes).toContain(`helm upgrade --wait --timeout ${deadline}s`);
  });

  it.for(helmMajors)('should be waited for by Helm %i', async (major, { expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[major]);
    await succeed(release.install({ podAnnotations: { 'archon.test/ready-after': '3s' } }, ...waiting));
    const { status } = await kubectl.get('deployment/vllm', '--namespace', namespace);
    expect(status.availableReplicas).toBe(1);
  });

  it('should not be declared failed before its deadline', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace);
    await succeed(release.install(neverReady));
    await ageRollout(namespace, deadline - 60);
    // A harmless change, whose observed generation shows that the controller has looked at the Deployment since.
    const here = ['deployment/vllm', '--namespace', namespace];
    await kubectl.do(['patch', ...here, '--patch={"spec":{"revisionHistoryLimit":4}}']);
    await kubectl.do(['wait', ...here, '--for=jsonpath={.status.observedGeneration}=2', '--timeout=180s']);
    expect(await conditionOf(namespace, 'Progressing')).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated' });
    const { code, stderr } = await kubectl.run(['rollout', 'status', ...here, '--timeout=2s']);
    expect([code, stderr]).toEqual([1, expect.not.stringContaining('exceeded its progress deadline')]);
  });

  it('should be declared failed after its deadline, and be fixed by an upgrade', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace);
    await succeed(release.install(neverReady));
    await ageRollout(namespace, deadline + 1);
    const { code, stderr } = await kubectl.run(['rollout', 'status', 'deployment/vllm', '--namespace', namespace]);
    expect([code, stderr.trim()]).toEqual([1, 'error: deployment "vllm" exceeded its progress deadline']);
    expect(await conditionOf(namespace, 'Progressing')).toMatchObject({ reason: 'ProgressDeadlineExceeded' });

    // Helm 4 does not wait for what has failed; Helm 3 does, and says nothing of it.
    const same = await fail(release.upgrade(neverReady, ...waiting));
    expect(same).toContain('vllm not ready. status: Failed, message: Progress deadline exceeded');
    // Helm 4 may read the old condition, before the controller has seen the upgrade: then the same command succeeds.
    const first = await release.upgrade({}, ...waiting);
    if (first.code !== 0) {
      expect(first.stderr).toContain('Progress deadline exceeded');
      await succeed(release.upgrade({}, ...waiting));
    }
    expect(await conditionOf(namespace, 'Progressing')).toMatchObject({ reason: 'NewReplicaSetAvailable' });
  });
});

describe.each(helmMajors)('A pod that never gets ready, with Helm %i', { concurrent: true }, (major) => {
  it('should fail in the time given, and NOTES say where to look', async ({ expect, onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const release = new Release(namespace, 'archon', helms[major]);
    const said = await fail(release.install(neverReady, '--wait', '--timeout=4s'));
    expect(said).toContain('context deadline exceeded');
    if (major === 4) expect(said).toContain(`Deployment/${namespace}/vllm not ready`);
    // Helm prints no NOTES then; `helm status` does, and the README says so.
    const status = await helms[major].do(['status', 'archon', '--namespace', namespace]);
    expect(status).toContain('STATUS: failed');
    expect(status).toContain('Troubleshooting');
    expect(status).toContain(`kubectl -n ${namespace} logs -f deployment/vllm`);
  });
});

interface Condition {
  type: string;
  status: string;
  reason: string;
  lastUpdateTime: string;
}

/** A condition of the release's Deployment. */
async function conditionOf(namespace: string, type: string): Promise<Condition> {
  const { status } = await kubectl.get('deployment/vllm', '--namespace', namespace);
  return status.conditions.find((condition: Condition) => condition.type === type);
}

/**
 * Moves the last progress of a rollout into the past, so that the deployment controller acts as if that time had passed.
 * First the controller must have seen everything, because it counts what it sees new as progress.
 */
async function ageRollout(namespace: string, seconds: number): Promise<void> {
  const here = ['deployment/vllm', '--namespace', namespace];
  await kubectl.do(['wait', ...here, '--for=jsonpath={.status.updatedReplicas}=1', '--timeout=60s']);
  const deployment = await kubectl.get(...here);
  const then = `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;
  const conditions = deployment.status.conditions.map((condition: Condition) =>
    condition.type === 'Progressing' ? { ...condition, lastUpdateTime: then } : condition,
  );
  const patch = JSON.stringify({ status: { conditions } });
  await kubectl.do(['patch', ...here, '--subresource=status', '--type=merge', `--patch=${patch}`]);
}
