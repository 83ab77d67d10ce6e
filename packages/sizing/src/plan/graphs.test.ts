import { describe, expect, it } from 'vitest';
import { coefficients } from './coefficients.gen.ts';
import { captureCount, deductedGraphs, graphMemory, sizesUpTo } from './graphs.ts';
import { question, contextOf } from './test-questions.ts';
import type { QuestionOptions } from './types.ts';

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

describe('captureCount', () => {
  const captures = (options: QuestionOptions, rest: Parameters<typeof question>[1] = {}) =>
    captureCount(contextOf(question('qwen3.5-27b', { release: '0.24.0', gpu: RTX_4090, ...rest, options })));

  it.each<[string, QuestionOptions, number]>([
    ['the defaults of 256 sequences: 51 and 35', {}, 86],
    ['level 1: piecewise ones only', { optimizationLevel: 1 }, 51],
    ['level 0', { optimizationLevel: 0 }, 0],
    ['no graphs', { compilationConfig: { cudagraph_mode: 'NONE' } }, 0],
    ['no compilation, and so no piecewise graphs', { compilationConfig: { mode: 0 } }, 0],
    ['whole ones only', { compilationConfig: '{"cudagraph_mode": "FULL_DECODE_ONLY"}' }, 35],
    ['one size', { maxCudagraphCaptureSize: 1 }, 2],
    ['sizes of a list', { cudagraphCaptureSizes: [1, 2, 4, 8] }, 8],
    ['the same in the configuration', { compilationConfig: { cudagraph_capture_sizes: [1, 2, 4, 8] } }, 8],
    [
      'a draft: 4, 8 and 16, of which 4 and 8 are whole too',
      { maxNumSeqs: 2, speculativeConfig: { method: 'mtp', num_speculative_tokens: 3 } },
      5,
    ],
  ])('should follow %s', (_, options, count) => {
    expect(captures(options)).toBe(count);
  });

  it('should have no whole graphs with a draft and FlashInfer, as an fp8 cache has it before 10.x', () => {
    // log of two RTX 3090, fp8 cache, mtp of 3 tokens, 2 sequences: "Profiling CUDA graph memory: PIECEWISE=5 (largest=16)"
    const speculativeConfig = { method: 'mtp', num_speculative_tokens: 3 };
    expect(captures({ maxNumSeqs: 2, kvCacheDtype: 'fp8', speculativeConfig })).toBe(5);
  });
});

describe('deductedGraphs', () => {
  it("should have FlashInfer's workspace for an fp8 cache, which Hopper does not need (N026: 0.47 for two graphs)", () => {
    const options = { kvCacheDtype: 'fp8', maxCudagraphCaptureSize: 1, maxNumSeqs: 8 };
    expect(deducted('qwen3.5-27b', { gpu: RTX_4090, release: '0.20.0', options }).likely).toBeCloseTo(0.46, 1);
    expect(deducted('qwen3.5-27b', { release: '0.20.0', options }).likely).toBeCloseTo(0.08, 1);
  });

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
