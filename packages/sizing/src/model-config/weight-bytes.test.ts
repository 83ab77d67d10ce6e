import { describe, expect, it } from 'vitest';
import type { Model, ModelGeometry, ModelQuantization } from '../catalog-types.ts';
import { findModel, models } from '../models.ts';
import { weightBytes } from './weight-bytes.ts';

const gib = 2 ** 30;
const bytesOf = (model: Model) => weightBytes(model)!;

/** Layer for speculative decoding in the files, which vLLM does not load: one layer with what joins it to the model. */
function predictionBytes(model: Model): number {
  const one = (layers: number) => weightBytes({ ...model, geometry: fullLayers(model.geometry, layers) })!;
  const { hiddenSize, vocabSize, mla } = model.geometry;
  const copies = mla ? 2 * vocabSize * hiddenSize : 0;
  return one(2) - one(1) + 2 * (2 * hiddenSize * hiddenSize + 3 * hiddenSize + copies);
}

/** The same model with so many layers of full attention, and experts in each. */
function fullLayers(geometry: ModelGeometry, layers: number): ModelGeometry {
  const kept = Object.entries(geometry).filter(([key]) => key !== 'linearAttention');
  const experts = geometry.moe && { moe: { ...geometry.moe, denseLayers: 0 } };
  return { ...(Object.fromEntries(kept) as unknown as ModelGeometry), ...experts, layers };
}

describe('weightBytes', () => {
  it.each([
    ['Qwen/Qwen2.5-Coder-0.5B-Instruct', 494032768, 'llmfit hf_models.json'],
    ['Qwen/Qwen2.5-Coder-1.5B-Instruct', 1543714304, 'llmfit hf_models.json'],
    ['Qwen/Qwen2.5-Coder-3B-Instruct', 3085938688, 'llmfit hf_models.json'],
    ['meta-llama/Llama-3.2-1B-Instruct', 1235814400, 'llmfit hf_models.json'],
    ['meta-llama/Llama-3.2-3B-Instruct', 3212749824, 'llmfit hf_models.json'],
    ['google/gemma-2-2b-it', 2614341888, 'llmfit hf_models.json gives 2614341376'],
    ['bigcode/starcoder2-7b', 7173923840, 'llmfit hf_models.json'],
  ])('should count the parameters of %s', (id, parameters) => {
    expect(bytesOf(findModel(id)!)).toBe(2 * parameters);
  });

  it.each([
    ['Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4', 9988581376],
    ['Qwen/Qwen2.5-Coder-14B-Instruct-AWQ', 9980028928],
    ['Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int8', 16646219776],
    ['Qwen/Qwen3-30B-A3B', 61064245248],
    ['google/gemma-3-1b-it', 1999771904],
    ['microsoft/phi-4', 29319014400],
  ])('should agree with the size that research/ computed for %s', (id, bytes) => {
    expect(bytesOf(findModel(id)!)).toBe(bytes);
  });

  it('should not know a class or a method that it was not taught', () => {
    const model = findModel('Qwen/Qwen3-8B')!;
    expect(weightBytes({ ...model, architecture: 'NewForCausalLM' })).toBeUndefined();
    expect(weightBytes({ ...model, quantization: { method: 'exl3', bits: 3 } })).toBeUndefined();
  });

  it('should take symmetric 4-bit groups without zero points, and 8-bit channels with one scale each', () => {
    const dense = findModel('Qwen/Qwen3-8B')!;
    const sized = (quantization: ModelQuantization) => bytesOf({ ...dense, quantization });
    const groups = { method: 'compressed-tensors', bits: 4, groupSize: 128 };
    expect(sized(groups)).toBeLessThan(sized({ ...groups, zeroPoint: true }));
    expect(sized({ method: 'compressed-tensors', bits: 8, scheme: 'channel' })).toBeGreaterThan(bytesOf(dense) / 2);
  });
});

/** Why a printed size is not within 0.5 % of the catalog's. */
const exceptions: Record<string, string> = {
  'Qwen/Qwen2.5-7B-Instruct-AWQ loaded': 'Marlin repacks AWQ: +0.10 GiB once loaded',
  'Qwen/Qwen2.5-14B-Instruct-AWQ loaded': 'Marlin repacks AWQ: +0.08 GiB once loaded',
  'Qwen/Qwen2.5-Coder-14B-Instruct-AWQ loaded': 'Marlin repacks AWQ: +0.08 GiB once loaded',
  'Qwen/Qwen2.5-32B-Instruct-AWQ loaded': 'Marlin repacks AWQ: +0.14 GiB once loaded',
  'Qwen/Qwen3-14B-AWQ loaded': 'Marlin repacks AWQ: +0.07 GiB once loaded',
  'Qwen/Qwen3-0.6B loaded': 'buffers of 0.01 GiB weigh on a model of 1.11',
  'openai/gpt-oss-20b loaded': 'kernels for mxfp4 pad 2880 to a multiple of 256',
  'openai/gpt-oss-120b loaded': 'kernels for mxfp4 pad 2880 to a multiple of 256',
  'openai/gpt-oss-20b files': 'the repository holds the weights twice',
  'openai/gpt-oss-120b files': 'the repository holds the weights twice',
  'Qwen/Qwen3-Coder-Next files': 'a conversion to MLX, not the repository itself',
  'zai-org/GLM-4.5-Air files': 'a conversion to MLX, not the repository itself',
  'Qwen/Qwen3.5-122B-A10B-GPTQ-Int4 files': 'which layers are quantized was not read: the size is the published one',
};

describe('models', () => {
  const computed = models.filter(({ weights }) => weights?.basis === 'computed');

  it('should have weights of which the language model is what weightBytes computes', () => {
    for (const model of computed)
      expect(bytesOf(model), model.id).toBe(model.weights!.languageBytes ?? model.weights!.bytes);
  });

  it('should have published weights that are more than their language model by a vision tower', () => {
    for (const model of models.filter(({ weights }) => weights?.basis === 'published' && weights.languageBytes)) {
      const tower = model.weights!.bytes - model.weights!.languageBytes!;
      expect(bytesOf(model), model.id).toBe(model.weights!.languageBytes);
      expect(tower / gib, model.id).toBeGreaterThan(0.8);
      expect(tower / gib, model.id).toBeLessThan(1.2);
    }
  });

  const printed = models.flatMap((model) =>
    (model.weights?.seen ?? []).map((seen) => ({ name: `${model.id} ${seen.as}`, model, ...seen })),
  );

  it.each(printed.filter(({ name }) => !exceptions[name]))('should be within 0.5 % of $name: $gib GiB', (seen) => {
    const { bytes, fileBytes } = seen.model.weights!;
    const extra = seen.as === 'files' && fileBytes ? predictionBytes(seen.model) : 0;
    expect(Math.abs((bytes + extra) / gib / seen.gib - 1)).toBeLessThan(0.005);
  });

  it('should have no exception without a model', () => {
    expect(Object.keys(exceptions).filter((name) => !printed.some((seen) => seen.name === name))).toEqual([]);
  });
});
