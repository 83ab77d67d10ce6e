import { describe, expect, it } from 'vitest';
import { plan } from './plan.ts';
import { question } from './test-questions.ts';

const on = (gpu: string, gpuCount: number, model: string, release: string, options = {}) =>
  plan({
    gpu,
    gpuCount,
    model,
    release,
    options: { maxModelLen: 8192, maxNumSeqs: 16, tensorParallelSize: gpuCount, ...options },
  });

describe('what tensor parallelism cuts', () => {
  it.each([
    // models/qwen3_next.py: the shared expert's down_proj has 64 columns on each of 8
    ['h100-sxm', 8, 'Qwen/Qwen3.6-35B-A3B-FP8', '0.19.1', 'shared expert is 64 wide', 'tensorParallelSize 4'],
    ['h100-sxm', 8, 'Qwen/Qwen3.6-35B-A3B-FP8', '0.33.0', 'shared expert is 64 wide', 'tensorParallelSize 4'],
    // quantization/fp8.py, Fp8MoEMethod.create_weights; from 0.29 blocks are refined, by kernels that need 8.9
    ['rtx-3090', 4, 'Qwen/Qwen3-30B-A3B-FP8', '0.19.1', 'An expert is 192 wide', 'enableExpertParallel'],
    ['rtx-3090', 4, 'Qwen/Qwen3-30B-A3B-FP8', '0.33.0', 'An expert is 192 wide', 'tensorParallelSize 2'],
    ['h100-sxm', 4, 'Qwen/Qwen3-30B-A3B-FP8', '0.28.0', 'An expert is 192 wide', 'enableExpertParallel'],
    // quantization/awq.py, create_weights: 1728 is no multiple of 128
    ['rtx-3090', 8, 'Qwen/Qwen2.5-14B-Instruct-AWQ', '0.33.0', 'feed-forward is 1728 wide', 'tensorParallelSize 4'],
    ['rtx-3090', 4, 'Qwen/Qwen2.5-Coder-3B-Instruct-GPTQ-Int4', '0.33.0', '2752 wide', 'tensorParallelSize 2'],
    ['rtx-3090', 2, 'Qwen/Qwen2.5-Coder-0.5B-Instruct-AWQ', '0.33.0', 'output of attention', 'tensorParallelSize 1'],
    ['h100-sxm', 8, 'Qwen/Qwen3.8-27B', '0.33.0', '17408', ''],
  ])('%s x %i, %s on vLLM %s', (gpu, count, model, release, words, advice) => {
    const { fits, reasons } = on(gpu, count, model, release);
    if (advice === '') return void expect(fits).not.toBe(false);
    expect(fits).toBe(false);
    expect(reasons.join(' ')).toContain(words);
    expect(reasons.join(' ')).toContain(advice);
  });

  it.each([
    ['h100-sxm', 4, 'Qwen/Qwen3.6-35B-A3B-FP8', '0.33.0', {}],
    ['rtx-3090', 4, 'Qwen/Qwen3-30B-A3B-FP8', '0.33.0', { enableExpertParallel: true }],
    ['h100-sxm', 4, 'Qwen/Qwen3-30B-A3B-FP8', '0.33.0', {}],
    ['h100-sxm', 8, 'openai/gpt-oss-120b', '0.33.0', {}],
    ['rtx-3090', 4, 'Qwen/Qwen2.5-14B-Instruct-AWQ', '0.33.0', {}],
    ['a100-80gb-sxm', 8, 'Qwen/Qwen2.5-72B-Instruct-AWQ', '0.33.0', {}],
  ])('should let %s x %i load %s on vLLM %s', (gpu, count, model, release, options) => {
    expect(on(gpu, count, model, release, options).fits).not.toBe(false);
  });

  it('should not say that expert parallelism helps where a shared expert is cut', () => {
    const { reasons } = on('h100-sxm', 8, 'Qwen/Qwen3.6-35B-A3B-FP8', '0.33.0');
    expect(reasons.join(' ')).not.toContain('enableExpertParallel');
    expect(on('h100-sxm', 8, 'Qwen/Qwen3.6-35B-A3B-FP8', '0.33.0', { enableExpertParallel: true }).fits).toBe(false);
  });

  it('should count data parallel ranks among the shards of an expert', () => {
    const options = { tensorParallelSize: 2, dataParallelSize: 2 };
    expect(on('rtx-3090', 4, 'Qwen/Qwen3-30B-A3B-FP8', '0.19.1', options).fits).toBe(false);
  });

  it('should not say "fits" where heads or widths were not given', () => {
    const { numAttentionHeads: _, ...model } = question('qwen2.5-7b').model as unknown as Record<string, unknown>;
    const asked = {
      ...question('qwen2.5-7b'),
      release: '0.33.0',
      options: { maxModelLen: 4096, tensorParallelSize: 2 },
    };
    expect(plan({ ...asked, gpuCount: 2 }).fits).toBe(true);
    expect(plan({ ...asked, gpuCount: 2, model: model as never }).fits).toBe(null);
  });

  it('should check heads of recurrent layers', () => {
    const { reasons } = on('h100-sxm', 32, 'Qwen/Qwen3-Next-80B-A3B-Instruct', '0.33.0');
    expect(reasons.join(' ')).toContain('cannot be divided by 32 shards');
  });
});
