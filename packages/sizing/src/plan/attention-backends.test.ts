import { describe, expect, it } from 'vitest';
import { plan } from './plan.ts';
import type { QuestionOptions } from './types.ts';

const ask = (gpu: string, model: string, release: string, options: QuestionOptions = {}) =>
  plan({ gpu, model, release, options: { maxModelLen: 4096, maxNumSeqs: 8, gpuMemoryUtilization: 0.9, ...options } });

describe('attention backends', () => {
  it.each([
    // sinks leave Triton alone below Hopper, and Triton has no fp8 there
    ['rtx-3090', 'openai/gpt-oss-20b', '0.33.0', { kvCacheDtype: 'fp8' }, 'No attention backend is left'],
    ['a100-80gb-sxm', 'openai/gpt-oss-20b', '0.13.0', { kvCacheDtype: 'fp8_e5m2' }, 'No attention backend is left'],
    // the tokens of an image see each other
    ['rtx-3090', 'google/gemma-3-4b-it', '0.33.0', { kvCacheDtype: 'fp8' }, 'between the tokens of an image'],
    ['a100-80gb-sxm', 'google/gemma-3-12b-it', '0.19.1', { kvCacheDtype: 'fp8' }, 'between the tokens of an image'],
    [
      'rtx-3090',
      'Qwen/Qwen3-8B',
      '0.33.0',
      { kvCacheDtype: 'fp8', attentionBackend: 'TRITON_ATTN' },
      'TRITON_ATTN has',
    ],
    ['rtx-4090', 'Qwen/Qwen3-8B', '0.33.0', { kvCacheDtype: 'fp8', attentionBackend: 'FLASH_ATTN' }, 'FLASH_ATTN has'],
    ['rtx-3090', 'Qwen/Qwen3-8B', '0.33.0', { attentionBackend: 'FLASHMLA' }, 'for latent attention alone'],
    ['rtx-3090', 'openai/gpt-oss-20b', '0.33.0', { attentionConfig: { backend: 'FLASHINFER' } }, 'no sinks'],
    ['t4', 'Qwen/Qwen3-0.6B', '0.33.0', { attentionBackend: 'FLASH_ATTN' }, 'needs compute capability 8.0'],
    ['rtx-3090', 'Qwen/Qwen3-8B', '0.33.0', { kvCacheDtype: 'fp8_per_token_head' }, 'No attention backend is left'],
    [
      'h100-sxm',
      'deepseek-ai/DeepSeek-V3',
      '0.33.0',
      { kvCacheDtype: 'int8_per_token_head' },
      'Latent attention has no',
    ],
    ['rtx-3090', 'deepseek-ai/DeepSeek-Coder-V2-Lite-Instruct', '0.33.0', { kvCacheDtype: 'fp8' }, 'TRITON_MLA'],
    ['t4', 'Qwen/Qwen3-0.6B', '0.33.0', { kvCacheDtype: 'fp8' }, 'No attention backend is left'],
    // 81,920 bytes of shared memory (vLLM #36802), and heads of 512 (#57712)
    ['quadro-rtx-8000', 'google/gemma-3-1b-it', '0.33.0', {}, 'shared memory of Turing'],
    ['quadro-rtx-8000', 'google/gemma-4-26B-A4B-it', '0.26.0', {}, 'shared memory of Turing'],
  ])('%s, %s, vLLM %s, %j: none', (gpu, model, release, options, words) => {
    const { fits, reasons } = ask(gpu, model, release, options);
    expect(fits).toBe(false);
    expect(reasons.join(' ')).toContain(words);
  });

  it.each([
    ['rtx-3090', 'openai/gpt-oss-20b', '0.33.0', {}],
    ['rtx-3090', 'Qwen/Qwen3-8B', '0.33.0', { kvCacheDtype: 'fp8' }],
    ['rtx-4090', 'openai/gpt-oss-20b', '0.33.0', { kvCacheDtype: 'fp8' }],
    ['h100-sxm', 'google/gemma-3-4b-it', '0.33.0', { kvCacheDtype: 'fp8' }],
    ['rtx-3090', 'google/gemma-3-4b-it', '0.33.0', { kvCacheDtype: 'fp8', languageModelOnly: true }],
    ['rtx-3090', 'google/gemma-3-1b-it', '0.33.0', { kvCacheDtype: 'fp8' }],
    ['t4', 'Qwen/Qwen3-0.6B', '0.33.0', {}],
    ['h100-sxm', 'Qwen/Qwen3-8B', '0.33.0', { attentionBackend: 'FLASH_ATTN', kvCacheDtype: 'fp8' }],
  ])('%s, %s, vLLM %s, %j: some', (gpu, model, release, options) => {
    expect(ask(gpu, model, release, options).fits).not.toBe(false);
  });
});
