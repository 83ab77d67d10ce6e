import { describe, expect, it } from 'vitest';
import { kvLayout } from './kv-layout.ts';
import { plan } from './plan.ts';
import { contextOf, question } from './test-questions.ts';
import type { QuestionOptions } from './types.ts';

const mtp = { method: 'mtp', num_speculative_tokens: 3 };
const ofHybrid = (options: QuestionOptions) => contextOf(question('qwen3.5-27b', { release: '0.25.1', options }));
const CATALOG = { gpu: { totalGiB: 79.19, computeCapability: '9.0' }, release: '0.25.1' };

describe('speculative decoding', () => {
  it('should add the layer of mtp to the full ones, pad the others, and keep a state per draft token', () => {
    // logs of the same configuration: "Add 3 padding layers, may waste at most 6.25% KV cache memory" (48 layers in groups of 17)
    const layout = kvLayout(ofHybrid({ speculativeConfig: mtp }));
    expect(layout.groups.map(({ keep, count, states }) => [keep, count, states])).toEqual([
      ['all', 1, 0],
      ['states', 3, 4],
    ]);
    expect(layout.blockBytes / layout.blockTokens).toBe(17 * 4096);
  });

  it.each([
    ['an object', { speculativeConfig: mtp }],
    ['text', { speculativeConfig: JSON.stringify(mtp) }],
    ['the name of a family', { speculativeConfig: { ...mtp, method: 'qwen3_5_mtp' } }],
    ['flags', { specMethod: 'mtp', specTokens: 3 }],
  ])('should read %s', (_, options) => {
    expect(ofHybrid(options).settings.speculative).toMatchObject({ method: 'mtp', tokens: 3 });
  });

  it('should count the layer of a catalog model by its geometry: one of 27B takes 0.8 GiB', () => {
    const weights = (options: QuestionOptions) =>
      plan({ ...CATALOG, model: 'Qwen/Qwen3.6-27B', options: { maxModelLen: 8192, ...options } }).parts!.weights;
    const added = weights({ speculativeConfig: mtp }).likely - weights({}).likely;
    // 424.7 million parameters in 16 bit
    expect(added).toBeCloseTo(0.79, 2);
  });

  it('should take weights that a question gives as printed, with what the draft loads', () => {
    expect(ofHybrid({ speculativeConfig: mtp }).settings.speculative!.weights.likely).toBe(0);
  });

  it.each(['ngram', 'suffix'])('should cost nothing on the GPU by %s', (method) => {
    const options = { maxModelLen: 8192, speculativeConfig: { method, num_speculative_tokens: 4 } };
    const { fits, parts } = plan({ ...CATALOG, model: 'Qwen/Qwen2.5-7B-Instruct', options });
    const without = plan({ ...CATALOG, model: 'Qwen/Qwen2.5-7B-Instruct', options: { maxModelLen: 8192 } });
    expect(fits).toBe(true);
    expect(parts!.weights.likely).toBe(without.parts!.weights.likely);
  });

  it('should take a draft of the catalog with its layers and its weights', () => {
    const options = {
      maxModelLen: 8192,
      speculativeConfig: { method: 'draft_model', model: 'Qwen/Qwen3-0.6B', num_speculative_tokens: 4 },
    };
    const { fits, parts } = plan({ ...CATALOG, model: 'Qwen/Qwen3-14B', options });
    expect(fits).toBe(true);
    expect(parts!.weights.basis).toContain('with the draft');
  });

  it.each([
    ['a draft that the catalog does not have', { method: 'eagle3', model: 'someone/eagle3' }, 'someone/eagle3'],
    ['a method that is not counted', { method: 'dspark' }, 'dspark'],
    ['a model without prediction layers', { method: 'mtp' }, 'mtp'],
    ['text that is not JSON', 'mtp, 3', 'not a JSON object'],
  ])('should be unknown with %s, and say what', (_, speculativeConfig, words) => {
    const options = { maxModelLen: 8192, speculativeConfig };
    const { fits, reasons } = plan({ ...CATALOG, model: 'Qwen/Qwen2.5-7B-Instruct', options });
    expect(fits).toBe(null);
    expect(reasons.join(' ')).toContain(words);
  });

  it.each([
    ['no number of tokens', { method: 'ngram' }, 'needs num_speculative_tokens'],
    [
      'none for a draft',
      { method: 'draft_model', model: 'Qwen/Qwen2.5-Coder-0.5B-Instruct' },
      'needs num_speculative_tokens',
    ],
    ['a number that is none', { method: 'ngram', num_speculative_tokens: 'three' }, 'not "three"'],
    ['a number below one', { method: 'suffix', num_speculative_tokens: 0 }, 'not 0'],
    ['a method that no release has', { method: 'ngramm', num_speculative_tokens: 3 }, 'Did you mean ngram?'],
  ])('should refuse %s, as vLLM does', (_, speculativeConfig, words) => {
    const options = { maxModelLen: 8192, speculativeConfig };
    const { fits, reasons } = plan({ ...CATALOG, model: 'Qwen/Qwen2.5-7B-Instruct', options });
    expect(fits).toBe(false);
    expect(reasons.join(' ')).toContain(words);
  });

  it('should take the number of tokens that vLLM takes where none is given', () => {
    expect(ofHybrid({ speculativeConfig: { method: 'mtp' } }).settings.speculative!.tokens).toBe(1);
    expect(ofHybrid({ speculativeConfig: { method: 'suffix' } }).settings.speculative!.tokens).toBe(24);
  });
});
