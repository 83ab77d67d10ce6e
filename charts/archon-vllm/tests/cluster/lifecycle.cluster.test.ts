import { describe, expect, it } from 'vitest';
import { chart, createNamespace, helms, kubectl } from '../../../../tools/cluster/testing/test-cluster.ts';

describe('helm install', () => {
  it('should wait until the default serves', async () => {
    const namespace = await createNamespace();
    await helms[4].do(['install', 'archon', chart, '--namespace', namespace, '--wait', '--timeout=60s']);
    const deployment = await kubectl.get('deployment/vllm', '--namespace', namespace);
    expect(deployment.status.availableReplicas).toBe(1);
  });
});
