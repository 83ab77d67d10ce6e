import { describe, expect, it } from 'vitest';
import { findGpu, partOfResource, splitPart } from './gpu-parts.ts';
import { gpuSpecOf } from './plan/gpu-spec.ts';
import { plan } from './plan/plan.ts';

const options = { maxModelLen: 8192, maxNumSeqs: 8 };
const ask = (gpu: string, model = 'Qwen/Qwen3-8B') => plan({ gpu, model, release: '0.33.0', options });

describe('parts of a GPU', () => {
  it('should have the memory of their profile, which CUDA reports of a slice', () => {
    // N060: 4.75 GiB on a 1g.5gb
    expect(gpuSpecOf(findGpu('a100-40gb-sxm-mig-1g.5gb')!).total.likely).toBe(4.75);
    const { likely, low, high } = gpuSpecOf(findGpu('h100-sxm-mig-1g.10gb')!).total;
    expect([low < 9.75, likely < 9.75 + 0.2, high > 9.75]).toEqual([true, true, true]);
    expect(gpuSpecOf(findGpu('h200-mig-3g.71gb')!).total.likely).toBeCloseTo(68, 0);
  });

  it('should not be promised the whole GPU', () => {
    expect(ask('h100-sxm').fits).toBe(true);
    expect(ask('h100-sxm-mig-1g.10gb').fits).toBe(false);
    expect(ask('h100-sxm-mig-3g.40gb').fits).toBe(true);
  });

  it('should be shared where pods share a slice', () => {
    expect(partOfResource('nvidia.com/mig-1g.10gb.shared')).toBe('-shared');
    expect(splitPart('NVIDIA-H100-80GB-HBM3-MIG-1g.10gb-SHARED').part).toBe('-shared');
    expect(splitPart('NVIDIA-H100-80GB-HBM3-MIG-1g.10gb.me').part).toBe('-mig-1g.10gb.me');
  });

  it('should be unknown where pods share the GPU, with the reason', () => {
    const { fits, reasons } = ask('h100-sxm-shared');
    expect(fits).toBe(null);
    expect(reasons.join(' ')).toContain('Several pods share this GPU');
    expect(ask('h100-sxm-shared', 'deepseek-ai/DeepSeek-V3').fits).toBe(false);
  });

  it('should be named by node label and by resource', () => {
    expect(splitPart('NVIDIA-H100-80GB-HBM3-MIG-3g.20gb')).toEqual({
      whole: 'NVIDIA-H100-80GB-HBM3',
      part: '-mig-3g.20gb',
    });
    expect(splitPart('Tesla-T4-SHARED')).toEqual({ whole: 'Tesla-T4', part: '-shared' });
    expect(splitPart('rtx-4090')).toEqual({ whole: 'rtx-4090', part: '' });
    expect(partOfResource('nvidia.com/mig-1g.10gb')).toBe('-mig-1g.10gb');
    expect(partOfResource('nvidia.com/gpu.shared')).toBe('-shared');
    expect(partOfResource('nvidia.com/gpu')).toBe('');
  });

  it('should be only those that the GPU has', () => {
    expect(findGpu('h100-sxm-mig-1g.99gb')).toBeUndefined();
    expect(findGpu('rtx-4090-mig-1g.10gb')).toBeUndefined();
  });
});
