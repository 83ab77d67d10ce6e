import { describe, expect, it } from 'vitest';
import { activation } from './activation.ts';
import { coefficients } from './coefficients.gen.ts';
import { encoder } from './encoder.ts';
import { contextOf, geometry } from './test-questions.ts';
import type { QuestionModel, QuestionOptions } from './types.ts';

const A100 = { totalGiB: 79.25, computeCapability: '8.0' };

const family = (architecture: string, hiddenSize: number, more: Partial<QuestionModel> = {}): QuestionModel => ({
  ...geometry['qwen2.5-7b'],
  weightsGiB: 10,
  architecture,
  hiddenSize,
  vision: true,
  ...more,
});

const peak = (model: QuestionModel, release: string, options: QuestionOptions = {}) =>
  encoder(contextOf({ gpu: A100, model, release, options })).peak;

const qwen35 = family('Qwen3_5ForConditionalGeneration', 5120);

describe('the encoder for images in the profile run', () => {
  it.each([
    // fresh.jsonl N007: 1.36 less the graphs' 0.09; startups.jsonl C034, C057, C010
    ['Qwen3.5-0.8B', family('Qwen3_5ForConditionalGeneration', 1024), '0.28.0', 1, 1.27],
    [
      'Qwen3.5-35B-A3B',
      family('Qwen3_5MoeForConditionalGeneration', 2048, { moe: { activeExperts: 8, intermediateSize: 512 } }),
      '0.17.1',
      1,
      1.9,
    ],
    [
      'Qwen2.5-VL-7B',
      family('Qwen2_5_VLForConditionalGeneration', 3584, { maxPositionEmbeddings: 2048 }),
      '0.9.0',
      1,
      1.85,
    ],
    ['Qwen3.5-27B on two GPUs', qwen35, '0.28.0', 2, 1.46],
  ] as const)(
    'should be what one image of 16,384 tokens takes: %s',
    (_, model, release, tensorParallelSize, printed) => {
      const { likely } = peak(model, release, { tensorParallelSize, maxNumBatchedTokens: 2048 });
      expect(Math.abs(likely / printed - 1)).toBeLessThan(0.12);
    },
  );

  it('should encode as many images as the batched tokens hold, and one at least', () => {
    const at = (maxNumBatchedTokens: number) => peak(qwen35, '0.23.0', { maxNumBatchedTokens }).likely;
    expect(at(8192)).toBe(at(2048));
    expect(at(65_536)).toBeCloseTo(4 * at(16_384), 9);
  });

  it('should leave pixels and embeddings to the language model', () => {
    // L009 to L011: Gemma 3 on an H100, where the sampler is the peak
    const printed = { 2560: 3.89, 3840: 3.94, 5376: 3.99 };
    for (const [hiddenSize, activationGiB] of Object.entries(printed)) {
      const model = family('Gemma3ForConditionalGeneration', Number(hiddenSize), { vocabSize: 262_208 });
      const gpu = { totalGiB: 79.19, computeCapability: '9.0' };
      const context = contextOf({ gpu, model, release: '0.19.0', options: { maxModelLen: 8192 } });
      expect(Math.abs(activation(context, coefficients).likely - activationGiB)).toBeLessThan(0.07);
    }
  });

  it('should attend with a mask of all patches in Pixtral before 0.29', () => {
    const pixtral = family('Mistral3ForConditionalGeneration', 5120);
    const options = { maxNumBatchedTokens: 16_384 };
    expect(peak(pixtral, '0.28.0', options).likely - peak(pixtral, '0.29.0', options).likely).toBeCloseTo(
      ((5 * 12_100) ** 2 * 2) / 2 ** 30,
      3,
    );
  });

  it('should follow the context with the video of Qwen2-VL', () => {
    const at = (maxModelLen: number) => {
      const model = family('Qwen2_5_VLForConditionalGeneration', 3584, { maxPositionEmbeddings: 131_072 });
      return peak(model, '0.19.1', { maxModelLen, maxNumBatchedTokens: 2048 }).likely;
    };
    // "a budget of 114,688 tokens, and profiled with 1 video items"
    expect(at(131_072) / at(16_384)).toBeCloseTo(7, 5);
  });

  it.each([
    ['languageModelOnly', { languageModelOnly: true }],
    ['no image and no video', { limitMmPerPrompt: { image: 0, video: 0 } }],
    ['the same as text', { limitMmPerPrompt: '{"image": 0, "video": {"count": 0}}' }],
    ['skipMmProfiling', { skipMmProfiling: true }],
  ] as const)('should take nothing with %s', (_, options) => {
    expect(peak(qwen35, '0.23.0', options)).toEqual({ likely: 0, low: 0, high: 0 });
  });

  it.each([
    ['max_pixels', { mmProcessorKwargs: { max_pixels: 1_048_576 } }, 1024 / 16_384],
    ['size', { mmProcessorKwargs: { size: { longest_edge: 1_048_576 } } }, 1024 / 16_384],
    ['no image, but video', { limitMmPerPrompt: { image: 0 } }, 12_288 / 16_384],
  ] as const)('should be smaller with %s', (name, options, share) => {
    // an image of 1,024 tokens is profiled twice in 2,048; a video is then the greatest item, unless it is not taken
    const limits = name === 'no image, but video' ? options : { ...options, limitMmPerPrompt: { video: 0 } };
    const with1024 = peak(qwen35, '0.23.0', { ...limits, maxNumBatchedTokens: 1024 }).likely;
    expect(with1024 / peak(qwen35, '0.23.0', { maxNumBatchedTokens: 1024 }).likely).toBeCloseTo(share, 5);
  });

  it('should be whole on each GPU where images are divided instead', () => {
    const one = peak(qwen35, '0.23.0').likely;
    expect(peak(qwen35, '0.23.0', { tensorParallelSize: 2, mmEncoderTpMode: 'data' }).likely).toBe(one);
    expect(peak(qwen35, '0.23.0', { tensorParallelSize: 2 }).likely).toBeLessThan(one);
  });

  it('should have wide bounds where the tower is unknown', () => {
    const unknown = peak(family('SomeVisionModel', 4096), '0.23.0');
    expect(unknown.low).toBe(0);
    expect(unknown.high).toBeGreaterThan(2 * unknown.likely);
  });
});
