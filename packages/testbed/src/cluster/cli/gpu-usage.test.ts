import { expect, it } from 'vitest';
import { gpuUsage } from './gpu-usage.ts';

const pod = (phase: string, nodeName: string, gpus: string) => ({
  kind: 'Pod',
  metadata: { name: 'pod' },
  spec: { nodeName, containers: [{ resources: { limits: { 'nvidia.com/gpu': gpus } } }, {}] },
  status: { phase },
});

it('should count the GPUs of pods that have not ended, node by node', () => {
  const node = {
    kind: 'Node',
    metadata: { name: 'gpu-0', labels: { 'nvidia.com/gpu.product': 'NVIDIA-L4' } },
    spec: {},
    status: { allocatable: { cpu: '64', 'nvidia.com/gpu': '8' }, conditions: [{ type: 'Ready', status: 'True' }] },
  };
  const pods = [pod('Running', 'gpu-0', '2'), pod('Pending', 'gpu-0', '1'), pod('Succeeded', 'gpu-0', '4')];
  expect(gpuUsage([node, ...pods, pod('Running', 'gpu-1', '1')])).toEqual([
    {
      name: 'gpu-0',
      ready: true,
      product: 'NVIDIA-L4',
      gpus: [{ resource: 'nvidia.com/gpu', total: 8, allocated: 3 }],
    },
  ]);
});
