import { kubectl } from '@archon/testbed/testing/test-cluster';

interface Condition {
  type: string;
  status: string;
  reason: string;
  lastUpdateTime: string;
}

/** A condition of the release's Deployment. */
export async function conditionOf(namespace: string, type: string): Promise<Condition> {
  const { status } = await kubectl.get('deployment/vllm', '--namespace', namespace);
  return status.conditions.find((condition: Condition) => condition.type === type);
}

/**
 * Moves the last progress of a rollout into the past, so that the deployment controller acts as if that time had passed.
 * First the controller must have seen everything, because it counts what it sees new as progress.
 */
export async function ageRollout(namespace: string, seconds: number): Promise<void> {
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
