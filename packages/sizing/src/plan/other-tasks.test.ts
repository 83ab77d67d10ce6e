import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readModelConfig } from '../model-config/read-model-config.ts';
import { plan } from './plan.ts';

const scratch = mkdtempSync(join(tmpdir(), 'archon-tasks-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The model of a configuration, with weights of so many bytes. */
function modelOf(config: object, gigabytes: number, files: readonly string[] = []) {
  const folder = mkdtempSync(join(scratch, 'model-'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const index = { metadata: { total_size: gigabytes * 1e9 }, weight_map: { a: 'model-1.safetensors' } };
  writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
  for (const name of files) writeFileSync(join(folder, name), '[]');
  return readModelConfig(folder, { unread: 'keep' });
}

// BAAI/bge-m3
const bge = {
  architectures: ['XLMRobertaModel'],
  hidden_size: 1024,
  intermediate_size: 4096,
  max_position_embeddings: 8194,
  num_attention_heads: 16,
  num_hidden_layers: 24,
  pad_token_id: 1,
  torch_dtype: 'float32',
  vocab_size: 250002,
};
// openai/whisper-large-v3-turbo
const whisper = {
  architectures: ['WhisperForConditionalGeneration'],
  d_model: 1280,
  decoder_attention_heads: 20,
  decoder_ffn_dim: 5120,
  decoder_layers: 4,
  encoder_layers: 32,
  max_source_positions: 1500,
  max_target_positions: 448,
  num_hidden_layers: 32,
  torch_dtype: 'float16',
  vocab_size: 51866,
};
const decoder = {
  architectures: ['Qwen3ForCausalLM'],
  hidden_size: 2560,
  intermediate_size: 9728,
  num_hidden_layers: 36,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
  vocab_size: 151665,
  max_position_embeddings: 40960,
  tie_word_embeddings: true,
  torch_dtype: 'bfloat16',
};
const l4 = { gpu: 'l4', gpuCount: 1, release: '0.33.0' };

describe('plan, of an encoder', () => {
  it('should count no cache, and 16 of 32 bits', () => {
    const model = modelOf(bge, 2.27);
    expect(model).toMatchObject({ dtype: 'float16', pooling: true, geometry: { maxPositionEmbeddings: 8192 } });
    const answer = plan({ ...l4, model });
    expect(answer).toMatchObject({ fits: true, maxModelLen: 8192, kvCacheTokens: null, contextTokens: 8192 });
    expect(answer.parts!.weights.likely).toBeCloseTo(1.07, 1);
    expect(answer.reasons[0]).toContain('keeps no KV cache');
  });

  it('should say no only where the weights alone are more than the GPU', () => {
    expect(plan({ ...l4, model: modelOf(bge, 60) }).fits).toBe(false);
    expect(plan({ ...l4, model: modelOf(bge, 40) }).fits).toBeNull();
  });

  it('should say unknown for a context beyond its positions, and for releases that were not read', () => {
    expect(plan({ ...l4, model: modelOf(bge, 2.27), options: { maxModelLen: 10_000 } }).fits).not.toBe(true);
    expect(plan({ ...l4, release: '0.9.2', model: modelOf(bge, 2.27) }).fits).toBeNull();
  });

  it.each(['BertModel', 'ModernBertModel', 'XLMRobertaForSequenceClassification'])('should know %s', (name) => {
    expect(plan({ ...l4, model: modelOf({ ...bge, architectures: [name] }, 2) }).fits).toBe(true);
  });
});

describe('plan, of a decoder that embeds or ranks', () => {
  it.each([
    ['by the files of Sentence Transformers', modelOf(decoder, 8, ['modules.json'])],
    ['by its class', modelOf({ ...decoder, architectures: ['Qwen3ForSequenceClassification'] }, 8)],
    ['by its class without an output layer', modelOf({ ...decoder, architectures: ['Qwen2Model'] }, 8)],
  ])('should know it %s, with wider bounds', (_, model) => {
    const answer = plan({ ...l4, model, options: { maxModelLen: 8192 } });
    const writes = plan({ ...l4, model: modelOf(decoder, 8), options: { maxModelLen: 8192 } });
    expect(answer.fits).toBe(true);
    expect(answer.kvCacheGiBLow).toBeLessThan(writes.kvCacheGiBLow!);
    expect(answer.kvCacheGiBHigh).toBeGreaterThan(writes.kvCacheGiBHigh! + 1);
  });
});

describe('plan, of a model that takes sound', () => {
  it('should count what a request holds of the encoder, in the layers of the decoder', () => {
    const model = modelOf(whisper, 1.62);
    expect(model.geometry).toMatchObject({ layers: 4, heads: 20, hiddenSize: 1280, crossAttentionTokens: 1500 });
    const answer = plan({ ...l4, model });
    // 122 blocks of 16 tokens, of two vectors of 1,280 in each of 4 layers
    const needed = (122 * 16 * 2 * 1280 * 2 * 4) / 2 ** 30;
    expect(answer.fits).toBe(true);
    expect(answer.kvCacheGiBLow! - answer.marginGiB!).toBeCloseTo(needed, 3);
    expect(answer.assumptions.join()).toContain('encoder for sound');
  });

  it('should read a language model with an encoder', () => {
    const voxtral = { architectures: ['VoxtralForConditionalGeneration'], audio_config: {}, text_config: decoder };
    const model = modelOf({ ...voxtral, torch_dtype: 'bfloat16' }, 9);
    expect([model.audio, plan({ ...l4, model, options: { maxModelLen: 8192 } }).fits]).toEqual([true, true]);
  });
});
