import { describe, expect, it } from 'vitest';
import { plan } from './plan.ts';
import { contextOf, question } from './test-questions.ts';
import { weights } from './weights.ts';

const ask = (gpu: string, model: string, release: string, options = {}) =>
  plan({ gpu, model, release, options: { maxModelLen: 2048, maxNumSeqs: 8, ...options } });

describe('types', () => {
  it.each([
    ['h100-sxm', 'google/gemma-2-9b-it', '0.33.0', { dtype: 'float16' }, 'does not run in float16'],
    ['h100-sxm', 'google/gemma-3-4b-it', '0.19.1', { dtype: 'half' }, 'does not run in float16'],
    ['rtx-3090', 'Qwen/Qwen3-8B-AWQ', '0.33.0', { dtype: 'float32' }, 'awq does not run in float32'],
    ['rtx-3090', 'Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4', '0.33.0', { dtype: 'float' }, 'gptq does not run in float32'],
    ['h100-sxm', 'openai/gpt-oss-20b', '0.33.0', { dtype: 'float16' }, 'mxfp4 does not run in float16'],
    ['t4', 'Qwen/Qwen3-0.6B', '0.8.5', {}, 'set dtype to float16'],
  ])('%s, %s, vLLM %s, %j: refused', (gpu, model, release, options, words) => {
    const { fits, reasons } = ask(gpu, model, release, options);
    expect(fits).toBe(false);
    expect(reasons.join(' ')).toContain(words);
  });

  it('should load Gemma 2 in 32 bit on Turing, which has no bfloat16', () => {
    const turing = ask('quadro-rtx-8000', 'google/gemma-2-9b-it', '0.33.0');
    const ampere = ask('rtx-a6000', 'google/gemma-2-9b-it', '0.33.0');
    expect(turing.parts!.weights.likely).toBeCloseTo(2 * ampere.parts!.weights.likely, 3);
  });

  it('should double the weights of a 16-bit checkpoint in float32', () => {
    const inType = (dtype: string) => ask('h100-sxm', 'Qwen/Qwen3-8B', '0.33.0', { dtype }).parts!.weights.likely;
    expect(inType('float32')).toBeCloseTo(2 * inType('bfloat16'), 6);
    expect(ask('rtx-4090', 'Qwen/Qwen3-8B', '0.33.0', { dtype: 'float32' }).fits).toBe(false);
  });

  it('should not double weights that were given as loaded in float32 (L016)', () => {
    const given = (weightsGiB: number) =>
      weights(contextOf(question('llama-3.1-8b', { weightsGiB, options: { dtype: 'float32' } })))!.likely;
    expect(given(29.98)).toBeCloseTo(29.98, 6);
    expect(given(14.99)).toBeCloseTo(29.98, 6);
  });

  it('should leave embedding and output layer on the GPU, whatever is offloaded', () => {
    const loaded = (cpuOffloadGb: number) =>
      weights(contextOf({ gpu: 'rtx-3090', model: 'Qwen/Qwen3-8B', release: '0.33.0', options: { cpuOffloadGb } }))!
        .likely;
    expect(loaded(4)).toBeCloseTo(loaded(0) - 4, 6);
    expect(loaded(100)).toBeCloseTo((2 * 151_936 * 4096 * 2) / 2 ** 30, 1);
  });
});
