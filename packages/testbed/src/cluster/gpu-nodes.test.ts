import { describe, expect, it } from 'vitest';
import { formatGpuNode, nodeObjects, parseGpuNode } from './gpu-nodes.ts';

describe('parseGpuNode', () => {
  it.each([
    ['rtx-5070-ti', { gpu: 'rtx-5070-ti', count: 1 }],
    ['h100-sxm=8', { gpu: 'h100-sxm', count: 8 }],
    ['a100-80gb-sxm=7:mig-1g.10gb', { gpu: 'a100-80gb-sxm', count: 7, mig: '1g.10gb' }],
    ['l40s=2:taint', { gpu: 'l40s', count: 2, taint: true }],
  ])('should read %s, and write it again', (text, node) => {
    expect(parseGpuNode(text)).toEqual(node);
    expect(formatGpuNode(node)).toBe(text);
  });

  it.each([
    ['rtx-5070ti', 'The catalog has no GPU "rtx-5070ti". Did you mean "rtx-5070-ti"?'],
    ['', 'The catalog has no GPU "".'],
    ['h100-sxm=0', '"0" is not a number of GPUs (1 to 99)'],
    ['h100-sxm=2=3', '"2=3" is not a number of GPUs'],
    ['h100-sxm:tiant', 'Did you mean "taint"?'],
    ['h100-sxm:1g.10gb', 'Did you mean "mig-1g.10gb"?'],
    ['a100-80gb-sxm:mig-1g.11gb', 'a100-80gb-sxm has no MIG profile "1g.11gb"; it has 1g.10gb'],
    ['rtx-4090:mig-1g.10gb', 'rtx-4090 cannot be divided by MIG'],
    ['a100-80gb-sxm=8:mig-1g.10gb', 'a100-80gb-sxm has room for 7 instances of 1g.10gb, not for 8'],
  ])('should refuse %j with what can be said instead', (text, message) => {
    expect(() => parseGpuNode(text)).toThrow(message);
  });
});

describe('nodeObjects', () => {
  it('should label and count GPUs as NVIDIA’s device plugin does', () => {
    const [cpu, gpu] = nodeObjects([{ gpu: 'h100-sxm', count: 8, taint: true }]) as Record<string, any>[];
    expect(cpu!.status.allocatable).not.toHaveProperty(['nvidia.com/gpu']);
    expect(gpu).toMatchObject({
      metadata: {
        name: 'gpu-0',
        labels: {
          'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
          'nvidia.com/gpu.count': '8',
          'nvidia.com/gpu.memory': '81559',
          'nvidia.com/gpu.compute.major': '9',
        },
      },
      spec: { taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }] },
      status: { allocatable: { 'nvidia.com/gpu': '8' } },
    });
  });

  it('should offer MIG instances instead of the GPU', () => {
    const gpu = nodeObjects([{ gpu: 'a100-80gb-sxm', count: 7, mig: '1g.10gb' }])[1] as Record<string, any>;
    expect(gpu.status.allocatable).toMatchObject({ 'nvidia.com/mig-1g.10gb': '7' });
    expect(gpu.status.allocatable).not.toHaveProperty(['nvidia.com/gpu']);
  });
});
