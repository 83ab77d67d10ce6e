import { describe, expect, it } from 'vitest';
import { activation, compilePeak, layerPeak } from './activation.ts';
import { coefficients } from './coefficients.gen.ts';
import { question, contextOf } from './test-questions.ts';

const T4 = { totalGiB: 14.56, computeCapability: '7.5' };
const RTX_3090 = { totalGiB: 23.58, computeCapability: '8.6' };
const RTX_4090 = { totalGiB: 23.52, computeCapability: '8.9' };
const peak = (...asked: Parameters<typeof question>) => activation(contextOf(question(...asked)), coefficients);

describe('activation: the layer', () => {
  it.each([
    // peak_torch_memory less weights, vllm#10517 (C001, C002)
    [20_000, 2.07],
    [29_000, 2.99],
  ])('should grow with the batched tokens: %i', (maxModelLen, measured) => {
    const { likely } = peak('llama-3.1-8b', { gpu: RTX_3090, release: '0.6.6', options: { maxModelLen } });
    expect(Math.abs(likely - measured) / measured).toBeLessThan(0.1);
  });

  it.each([
    // llm-d-planner, vLLM 0.19.0 on H100, 8192 batched tokens: small vocabularies
    ['codellama-7b', 0.77],
    ['granite-3.1-8b', 0.85],
  ] as const)('should be the peak where the vocabulary is small: %s', (name, measured) => {
    expect(peak(name).likely).toBeCloseTo(measured, 1);
  });

  it('should divide by the shards', () => {
    const one = contextOf(question('llama-3.1-8b'));
    const two = contextOf(question('llama-3.1-8b', { options: { tensorParallelSize: 2 } }));
    expect(layerPeak(two, 0)).toBeCloseTo(layerPeak(one, 0) / 2, 9);
  });
});

describe('activation: the sampler', () => {
  it.each([
    // llm-d-planner, vLLM 0.19.0 on H100, 1024 sequences
    ['llama-3.1-8b', 1.89],
    ['qwen2.5-7b', 2.21],
    ['gemma-2-27b', 3.66],
    ['qwen3-30b-a3b', 2.68],
    ['deepseek-v2-lite', 1.93],
  ] as const)('should be sequences x vocabulary: %s', (name, measured) => {
    expect(Math.abs(peak(name).likely - measured)).toBeLessThan(0.13);
  });

  it('should sort before 0.17', () => {
    // C012: Qwen2.5-0.5B on a T4, V0, 256 sequences
    const options = { dtype: 'float16', maxModelLen: 32_768 };
    expect(peak('qwen2.5-0.5b', { gpu: T4, release: '0.6.6', options }).likely).toBeCloseTo(1.44, 1);
  });

  it('should not sort before 0.11.1 where FlashInfer is installed', () => {
    // N042: Qwen2-7B on an A100, 0.10.1, "Using FlashInfer for top-p & top-k sampling": 0.46 GiB
    const asked = { gpu: { totalGiB: 79.25, computeCapability: '8.0' }, options: { maxNumBatchedTokens: 2048 } };
    const at = (release: string) => peak('qwen2.5-7b', { ...asked, release });
    expect(at('0.10.1').likely).toBeCloseTo(0.46, 1);
    expect(at('0.10.1').high).toBeGreaterThan(1.3);
    expect(at('0.11.0').likely).toBeCloseTo(1.4, 1);
    expect(at('0.11.0').low).toBe(at('0.10.1').low);
    expect(at('0.11.1').low).toBe(at('0.11.1').likely);
  });

  it('should take no more requests than tokens', () => {
    const least = peak('qwen2.5-0.5b', { options: { maxNumBatchedTokens: 64, enforceEager: true } });
    const told = peak('qwen2.5-0.5b', { options: { maxNumBatchedTokens: 64, maxNumSeqs: 64, enforceEager: true } });
    expect(least).toEqual(told);
  });

  it('should hold little where the second model runner profiles without sampling parameters', () => {
    // vllm#57047 (C143): Qwen3-4B on a 48 GB GPU, warm, 0.57 less the graph estimate of 0.42
    const { low } = peak('qwen3-4b', { gpu: { totalGiB: 47.37, computeCapability: '8.9' }, release: '0.29.0' });
    expect(low).toBeCloseTo(0.15, 1);
  });
});

describe('activation: a cold compile', () => {
  it.each([
    // C165 and C114: 1.04; C182: 1.46; C177: 0.80
    ['qwen2.5-7b', '0.22.1', 1.04],
    ['qwen3-14b', '0.28.0', 1.46],
    ['qwen3-4b', '0.27.1', 0.8],
  ] as const)('should be a copy of the embedding: %s', (name, release, measured) => {
    const { likely } = peak(name, { gpu: RTX_4090, release, options: { maxNumSeqs: 8 } });
    expect(Math.abs(likely - measured)).toBeLessThan(0.09);
  });

  it('should be likely from 0.14 on, and only possible before', () => {
    const options = { maxNumSeqs: 8 };
    const before = peak('qwen2.5-14b', { gpu: RTX_4090, release: '0.13.0', options });
    const after = peak('qwen2.5-14b', { gpu: RTX_4090, release: '0.14.1', options });
    expect(before.likely).toBe(before.low);
    expect(after.likely).toBe(after.high);
    expect(before.high).toBe(after.high);
  });

  it('should not happen once kernels are cached', () => {
    // N015: 1.18 GiB cold, 0.19 warm
    const asked = question('qwen3-14b', { gpu: RTX_4090, release: '0.27.1', options: { maxNumSeqs: 8 } });
    const warm = activation(contextOf({ ...asked, warm: true }), coefficients);
    expect(warm.likely).toBe(warm.low);
    expect(warm.high).toBe(warm.low);
  });

  it('should not happen when eager, nor with images', () => {
    const asked = { release: '0.28.0', options: { enforceEager: true } };
    expect(compilePeak(contextOf(question('qwen3-14b', asked)), coefficients.activation)).toBe(0);
    expect(compilePeak(contextOf(question('qwen3.5-27b')), coefficients.activation)).toBe(0);
  });
});
