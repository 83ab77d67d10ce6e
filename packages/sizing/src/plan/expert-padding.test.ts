import { describe, expect, it } from 'vitest';
import { plan } from './plan.ts';
import { expertPadding } from './expert-padding.ts';
import type { ModelSpec } from './model-spec.ts';

const loaded = (model: string, gpu: string, tensorParallelSize = 1) =>
  plan({ gpu, model, release: '0.19.0', gpuCount: tensorParallelSize, options: { tensorParallelSize } }).parts!.weights;

const oss20b = { hidden: 2880, moe: { active: 4, intermediate: 2880, packed: 32 * 24 } } as ModelSpec;

describe('what kernels pad the experts of gpt-oss by', () => {
  it.each([
    // C068, on an A100, by Marlin
    ['openai/gpt-oss-20b', 'a100-80gb-sxm', 13.72, 0.03],
    // C144 and C152, by Marlin: on an H100, but with a vLLM that had no Triton for it yet
    ['openai/gpt-oss-120b', 'a100-80gb-sxm', 65.97, 0.1],
    // llm-d-planner, on an H100, by Triton
    ['openai/gpt-oss-20b', 'h100-sxm', 13.47, 0.05],
    ['openai/gpt-oss-120b', 'h100-sxm', 64.38, 0.35],
  ])('should make of %s on %s what vLLM printed: %s GiB', (model, gpu, printed, off) => {
    const { low, likely, high } = loaded(model, gpu);
    expect(Math.abs(likely - printed)).toBeLessThan(off);
    expect(low).toBeLessThanOrEqual(printed);
    expect(high).toBeGreaterThanOrEqual(printed);
  });

  it('should pad each shard for itself: 2880 / 8 = 360 becomes 384', () => {
    const whole = 32 * 24 * 3 * 2880 * 2880;
    const padded = 32 * 24 * 3 * 8 * 384 * 3072;
    const { likely } = expertPadding(oss20b, 806, 8);
    expect(likely).toBeCloseTo(((padded - whole) * 17) / 32 / 8 / 2 ** 30, 9);
  });

  it('should pad to 256 both ways on B200 (TRT-LLM), and bound the one from 0.33 too', () => {
    const { low, likely, high } = expertPadding(oss20b, 1000, 1);
    expect(likely).toBeCloseTo((32 * 24 * 3 * (3072 * 3072 - 2880 * 2880) * 17) / 32 / 2 ** 30, 9);
    expect(high).toBe(likely);
    expect(low).toBeLessThan(likely);
  });

  it('should add nothing where the checkpoint is what is loaded', () => {
    const plain = { hidden: 2880, moe: { active: 4, intermediate: 2880 } } as ModelSpec;
    expect(expertPadding(plain, 806, 1)).toEqual({ likely: 0, low: 0, high: 0 });
  });
});
