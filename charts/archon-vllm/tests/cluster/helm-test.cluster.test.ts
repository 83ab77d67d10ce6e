import { describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm-command';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { Release, waiting } from '../support/release.ts';

/** Makes kwok fail the pod of `helm test`, and not the pods of vLLM. */
const failing = {
  commonAnnotations: { 'archon.test/fails': 'true' },
  podAnnotations: { 'archon.test/fails': 'false' },
};

describe.each(helmMajors)('helm test by Helm %i', (major) => {
  it.concurrent('should pass, more than once, and leave its pod to be read', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished), 'archon', helms[major]);
    const { namespace } = release;
    expect(await release.install({}, ...waiting)).toMatchObject({ code: 0 });
    for (const _ of ['first', 'second']) {
      const { code, stdout, stderr } = await release.test();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/TEST SUITE: +vllm-test\n[^]*Phase: +Succeeded/);
    }
    const pod = await kubectl.get('pod/vllm-test', '--namespace', namespace);
    expect(pod.status.phase).toBe('Succeeded');
  });

  it.concurrent('should run on the node of the pod that it tests', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished), 'archon', helms[major]);
    const { namespace } = release;
    // On a node that keeps other pods away.
    const scheduling = {
      nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-L40S' },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
    };
    expect(await release.install(scheduling, ...waiting)).toMatchObject({ code: 0 });
    expect(await release.test()).toMatchObject({ code: 0 });
    const { items } = await kubectl.get('pods', '--namespace', namespace);
    expect(new Set(items.map(({ spec }: any) => spec.nodeName)).size).toBe(1);
  });

  it.concurrent('should fail when its pod fails, and say which', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished), 'archon', helms[major]);
    expect(await release.install(failing, ...waiting)).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await release.test();
    expect(code).toBe(1);
    expect(stdout).toMatch(/TEST SUITE: +vllm-test\n[^]*Phase: +Failed/);
    expect(stderr).toMatch(/vllm-test[^]* failed/i);
    const { status } = await kubectl.get('deployment/vllm', '--namespace', release.namespace);
    expect(status.availableReplicas).toBe(1);
  });
});
