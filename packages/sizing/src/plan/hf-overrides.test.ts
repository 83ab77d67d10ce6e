import { describe, expect, it } from 'vitest';
import { hfOverridesOf } from './hf-overrides.ts';
import { modelSpecOf } from './model-spec.ts';
import { plan } from './plan.ts';
import { findModel } from '../models.ts';
import type { NumericOptions } from './numeric-options.ts';

const qwen = modelSpecOf(findModel('Qwen/Qwen2.5-7B-Instruct')!);
const positions = (hfOverrides: unknown, model = qwen) => hfOverridesOf({ hfOverrides } as NumericOptions, model);

describe('hfOverridesOf', () => {
  it.each<[string, unknown, number | undefined]>([
    [
      'YaRN, by the original length',
      { rope_scaling: { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32_768 } },
      131_072,
    ],
    [
      'YaRN as text, and the name of transformers 5',
      '{"rope_parameters": {"rope_type": "yarn", "rope_theta": 1e6, "factor": 2}}',
      65_536,
    ],
    ['a factor that --set gives as text', { rope_scaling: { type: 'linear', factor: '2.0' } }, 65_536],
    ['positions alone', { max_position_embeddings: 16_384 }, 16_384],
    ['Llama 3, whose positions contain the scaling', { rope_scaling: { rope_type: 'llama3', factor: 8 } }, 32_768],
    ['another theta', { rope_theta: 1_000_000 }, undefined],
  ])('should find the positions of %s', (_, overrides, expected) => {
    expect(positions(overrides)).toEqual({ uncounted: [], ...(expected !== undefined && { maxPositions: expected }) });
  });

  it('should name what it does not count', () => {
    expect(positions({ num_hidden_layers: 2, text_config: { hidden_size: 8 } }).uncounted).toEqual([
      expect.stringContaining('hfOverrides.num_hidden_layers'),
      expect.stringContaining('hfOverrides.hidden_size'),
    ]);
    expect(positions('yarn').uncounted).toEqual([expect.stringContaining('not a JSON object')]);
  });

  it('should look into text_config of a model with images, where alone it has an effect', () => {
    const vision = modelSpecOf(findModel('Qwen/Qwen3.6-27B')!);
    const scaling = { rope_parameters: { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 262_144 } };
    expect(positions({ text_config: scaling }, vision).maxPositions).toBe(1_048_576);
    expect(positions(scaling, vision)).toEqual({ uncounted: [expect.stringContaining('text_config')] });
  });
});

describe('a context by hfOverrides', () => {
  const ask = (maxModelLen: number, options = {}) =>
    plan({
      gpu: 'h100-sxm',
      model: 'Qwen/Qwen2.5-7B-Instruct',
      release: '0.33.0',
      options: { maxModelLen, ...options },
    });
  const yarn = {
    hfOverrides: { rope_scaling: { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32_768 } },
  };

  it('should fit up to where it reaches, and certainly not beyond', () => {
    expect(ask(131_072).fits).toBe(false);
    expect(ask(131_072, yarn).fits).toBe(true);
    expect(ask(131_073, yarn).fits).toBe(false);
    expect(ask(131_072, { hfOverrides: { ...yarn.hfOverrides, sliding_window: 8 } }).fits).toBe(null);
  });
});
