import { describe, expect, it } from 'vitest';
import { coefficients } from './coefficients.gen.ts';
import { deductedGraphs, graphMemory, sizesUpTo } from './graphs.ts';
import { question, contextOf } from './test-questions.ts';

const RTX_4090 = { totalGiB: 23.52, computeCapability: '8.9' };
const deducted = (...asked: Parameters<typeof question>) => deductedGraphs(contextOf(question(...asked)), coefficients);

describe('sizesUpTo', () => {
  it.each([
    // "PIECEWISE=51 (largest=512), FULL=35 (largest=256)"; "41 (largest=384), 25 (largest=192)" would be of other limits
    [512, 51],
    [256, 35],
    [16, 5],
    [8, 4],
    [4, 3],
    [2, 2],
    [1, 1],
  ])('should count the captured sizes up to %i', (largest, count) => {
    expect(sizesUpTo(largest)).toBe(count);
  });
});

describe('deductedGraphs', () => {
  it('should be none before 0.20 and when eager', () => {
    expect(deducted('qwen2.5-7b', { release: '0.19.1' }).high).toBe(0);
    expect(deducted('qwen2.5-7b', { release: '0.24.0', options: { enforceEager: true } }).high).toBe(0);
  });

  it('should be near what 0.24 estimated for Qwen2.5-7B on a 4090 (C032: 0.53)', () => {
    expect(deducted('qwen2.5-7b', { gpu: RTX_4090, release: '0.24.0' }).likely).toBeCloseTo(0.53, 1);
  });

  it('should be none on the second model runner up to 0.28, whose estimate is 0 there, and some from 0.29', () => {
    const of = (release: string) => deducted('qwen3-4b', { gpu: RTX_4090, release }).likely;
    expect([of('0.22.1'), of('0.28.0')]).toEqual([0, 0]);
    // vllm#57047 (C143): 0.42
    expect(of('0.29.0')).toBeCloseTo(0.42, 1);
  });

  it('should span both runners where the architecture is not said', () => {
    const { architecture: _, ...model } = question('qwen3-4b').model as { architecture: string };
    const graphs = deductedGraphs(
      contextOf({ ...question('qwen3-4b', { release: '0.24.0' }), model } as never),
      coefficients,
    );
    expect(graphs.low).toBe(0);
    expect(graphs.high).toBeGreaterThan(0.5);
  });

  it('should grow with LoRA, which is captured with and without', () => {
    const memory = (enableLora: boolean) =>
      graphMemory(contextOf(question('qwen3-4b', { options: { enableLora } })), coefficients).likely;
    expect(memory(true)).toBeCloseTo(2 * memory(false), 9);
  });
});
