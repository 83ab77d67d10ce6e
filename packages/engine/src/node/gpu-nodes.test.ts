import { describe, expect, it } from 'vitest';
import { gpuNodes } from './gpu-nodes.ts';

describe('A fake GPU node', () => {
  it.each(['rtx-5070-ti', 'h100-sxm=8', 'a100-80gb-sxm=7:mig-1g.10gb', 'l40s=2:taint'])(
    'should be read from %s, and described the same way',
    (text) => expect(gpuNodes.parse(text).text).toBe(text),
  );

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
  ])('should be refused with what can be written instead: %j', (text, message) => {
    expect(() => gpuNodes.parse(text)).toThrow(message);
  });

  it('should have the labels and resources of NVIDIA’s device plugin', () => {
    expect(gpuNodes.parse('h100-sxm=8:taint')).toMatchObject({
      labels: {
        'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
        'nvidia.com/gpu.count': '8',
        'nvidia.com/gpu.memory': '81559',
        'nvidia.com/gpu.compute.major': '9',
      },
      resources: { 'nvidia.com/gpu': '8' },
      taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
    });
  });

  it('should offer MIG instances instead of the GPU', () => {
    expect(gpuNodes.parse('a100-80gb-sxm=7:mig-1g.10gb').resources).toEqual({ 'nvidia.com/mig-1g.10gb': '7' });
  });
});
