import { describe, expect, it } from 'vitest';
import { problemsOf } from './support/problems.ts';
import { render } from './support/render.ts';
import { only, podOf } from './support/workload.ts';

const taint = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };

/** The pod, as both Helms render it. */
async function pod(values: object): Promise<any> {
  expect(problemsOf(values)).toEqual([]);
  return podOf(await render({ valuesObject: values }));
}

describe('The taint of GPU nodes', () => {
  it('should be tolerated, by the pod of helm test too', async () => {
    const objects = await render({ valuesObject: {} });
    expect(podOf(objects).tolerations).toEqual([taint]);
    expect(only(objects, 'Pod').spec.tolerations).toEqual([taint]);
  });

  it.each([
    ['is turned off', { gpu: { tolerateTaint: false } }],
    ['has no GPU', { gpu: { count: 0 } }],
    ['has another kind of GPU', { gpu: { resourceName: 'amd.com/gpu' } }],
  ])('should not be tolerated by a pod that %s', async (_, values) => {
    expect((await pod(values)).tolerations).toBeUndefined();
  });

  it.each([
    ['key', [{ key: 'nvidia.com/gpu', operator: 'Equal', value: 'present', effect: 'NoSchedule' }]],
    ['key, whatever the effect', [{ key: 'nvidia.com/gpu', operator: 'Exists' }]],
    ['everything', [{ operator: 'Exists' }]],
  ])('should be left to a toleration of the user for the same %s', async (_, tolerations) => {
    expect((await pod({ tolerations })).tolerations).toEqual(tolerations);
  });

  it('should be tolerated next to other taints', async () => {
    const tolerations = [
      { key: 'team', operator: 'Exists' },
      { ...taint, effect: 'NoExecute' },
    ];
    expect((await pod({ tolerations })).tolerations).toEqual([...tolerations, taint]);
  });
});

describe('The label of gpu.product', () => {
  const gpu = { product: 'rtx-5070-ti', selectProduct: true };

  it('should not be required by default', async () => {
    expect((await pod({ gpu: { product: 'rtx-5070-ti' } })).affinity).toBeUndefined();
  });

  it('should be required with gpu.selectProduct, next to other affinity of the user', async () => {
    const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: {} }] };
    const { affinity } = await pod({ gpu, affinity: { nodeAffinity: preferred } });
    const values = ['NVIDIA-GeForce-RTX-5070-Ti', 'NVIDIA-GeForce-RTX-5070-Ti-SHARED'];
    const matchExpressions = [{ key: 'nvidia.com/gpu.product', operator: 'In', values }];
    expect(affinity).toEqual({
      nodeAffinity: {
        ...preferred,
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
      },
    });
  });
});
