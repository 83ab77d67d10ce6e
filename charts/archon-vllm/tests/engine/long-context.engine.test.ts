import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { engineVersion } from '@archon/engine/install-engine';
import { loadConfig } from '@archon/engine/load-config';
import { chart, model } from '../support/chart.ts';

type Json = Record<string, any>;

const text = {
  architectures: ['Qwen3ForCausalLM'],
  model_type: 'qwen3',
  hidden_size: 64,
  intermediate_size: 64,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  num_hidden_layers: 2,
  head_dim: 16,
  vocab_size: 100,
  max_position_embeddings: 40960,
  rope_theta: 1000000,
};
/** Two families: the parameters are at the top, or in text_config next to those of the vision tower. */
const configs: Record<string, Json> = {
  text,
  text_config: {
    architectures: ['Qwen3VLForConditionalGeneration'],
    model_type: 'qwen3_vl',
    text_config: {
      ...text,
      model_type: 'qwen3_vl_text',
      rope_scaling: { rope_type: 'default', mrope_section: [2, 3, 3] },
    },
    vision_config: { model_type: 'qwen3_vl', depth: 1, hidden_size: 32, num_heads: 2, intermediate_size: 32 },
  },
};

const blocks = [...readFileSync(join(chart, 'README.md'), 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, block]) => parse(block!) as Json,
);
const ofReadme = blocks.flatMap(({ engine }) => (engine?.hfOverrides ? [engine.hfOverrides as Json] : []));
const [ofValues] = model.schema.properties.engine!.properties!.hfOverrides!.examples as Json[];
/** rope_scaling is the form of releases before 0.12. */
const current = [ofValues!, ...ofReadme].filter((overrides) => overrides.rope_scaling === undefined);
const yarn = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32768, rope_theta: 1000000 };

describe(`A longer context, for the configuration of vLLM ${engineVersion()}`, () => {
  it('should be documented for both families of models, and for older releases', () => {
    expect(current.map((overrides) => 'text_config' in overrides)).toEqual(expect.arrayContaining([true, false]));
    expect(ofReadme.length).toBeGreaterThan(current.length - 1);
  });

  it.each(current.map((overrides) => ({ overrides })))(
    'should be reached with the RoPE base of the model: $overrides',
    ({ overrides }) => {
      const config = configs['text_config' in overrides ? 'text_config' : 'text']!;
      const loaded = loadConfig({ config, overrides, maxModelLen: 131072 });
      expect(loaded).toMatchObject({ maxModelLen: 131072, rope: yarn });
    },
  );

  it('should keep the multimodal sections of a model that has them', () => {
    const overrides = current.find((one) => 'text_config' in one)!;
    const loaded = loadConfig({ config: configs.text_config!, overrides, maxModelLen: 131072 });
    expect(loaded).toMatchObject({ rope: { mrope_section: [2, 3, 3] } });
  });
});
