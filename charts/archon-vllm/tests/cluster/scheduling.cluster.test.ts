import { describe, expect, it } from 'vitest';
import { createNamespace, kubectl } from '@archon/testbed/testing/test-cluster';
import { type Case, expectAdviceToHelp, expectExplained } from '../support/expect-explained.ts';
import { Release, waiting } from '../support/release.ts';

const onGpu = (product: string, more: object = {}) => ({
  nodeSelector: { 'nvidia.com/gpu.product': product },
  ...more,
});

/** `GPU` is the one under the pod in the end. */
const cases: (Case & { gpu?: string })[] = [
  {
    trouble: 'more GPUs than a node has',
    sign: 'Insufficient nvidia.com/gpu',
    advice: 'device plugin',
    broken: { gpu: { count: 99 } },
    fixed: {},
  },
  {
    trouble: 'a slice of a GPU that no node offers',
    sign: 'Insufficient nvidia.com/mig-1g.24gb',
    advice: 'device plugin',
    broken: { gpu: { resourceName: 'nvidia.com/mig-1g.24gb' } },
    fixed: { gpu: { resourceName: 'nvidia.com/mig-1g.10gb' } },
    gpu: 'NVIDIA-A100-SXM4-80GB',
  },
  {
    trouble: 'more memory than a node has',
    sign: 'Insufficient memory',
    advice: 'resources.requests',
    broken: { resources: { requests: { memory: '1Ti' }, limits: { memory: '1Ti' } } },
    fixed: {},
  },
  {
    trouble: 'a label that no node has',
    sign: "didn't match Pod's node affinity/selector",
    advice: 'nodeSelector',
    broken: onGpu('RTX-5070-Ti'),
    fixed: onGpu('NVIDIA-GeForce-RTX-5070-Ti'),
    gpu: 'NVIDIA-GeForce-RTX-5070-Ti',
  },
  {
    trouble: 'a taint that it does not tolerate',
    sign: 'untolerated taint',
    advice: 'tolerations',
    broken: onGpu('NVIDIA-L40S', { gpu: { tolerateTaint: false } }),
    fixed: onGpu('NVIDIA-L40S'),
    gpu: 'NVIDIA-L40S',
  },
  {
    trouble: 'a RuntimeClass that is missing',
    sign: 'RuntimeClass "nvidia-missing" not found',
    advice: 'gpu.runtimeClassName=""',
    broken: { gpu: { runtimeClassName: 'nvidia-missing' } },
    fixed: { gpu: { runtimeClassName: '' } },
  },
];

describe('A pod that finds no node', () => {
  it.concurrent.for(cases)(
    'should be explained, and start by the advice: $trouble',
    async ({ gpu, ...one }, context) => {
      const release = new Release(await createNamespace({}, context.onTestFinished));
      await expectAdviceToHelp(release, one);
      if (gpu) expect(await gpuUnder(release)).toBe(gpu);
    },
  );

  it.concurrent('should start when another release gives back the only GPU', async ({ onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const [first, second] = ['one', 'two'].map((name) => new Release(namespace, name));
    const values = { fullnameOverride: '', ...onGpu('NVIDIA-GeForce-RTX-4090') };
    expect(await first!.install(values, ...waiting)).toMatchObject({ code: 0 });
    expect(await second!.install(values)).toMatchObject({ code: 0 });
    await expectExplained(second!, { sign: 'Insufficient nvidia.com/gpu', advice: 'device plugin' });
    await first!.uninstall();
    await kubectl.do(['rollout', 'status', 'deployment/two-archon-vllm', '-n', namespace, '--timeout=180s']);
  });
});

/** The product label of the node on which the release's only pod runs. */
async function gpuUnder({ namespace }: Release): Promise<string> {
  const { items } = await kubectl.get('pods', '--namespace', namespace, '--field-selector=status.phase=Running');
  const node = await kubectl.get('node', items[0].spec.nodeName);
  return node.metadata.labels['nvidia.com/gpu.product'];
}
