import { describe, expect, it } from 'vitest';
import { checkModelId } from './check-model-id.ts';

const current = '0.33.0';

describe('checkModelId', () => {
  it.each([
    ['Qwen/Qwen3-8B', current],
    ['gpt2', current],
    ['/models/mine', current],
    ['s3://bucket/folder', current],
    ['org/name@v1', current],
    // No release: an image of your own may have the plugin
    ['org/name-GGUF', ''],
    ['org/name:Q4_K_M', '0.23.0'],
    ['org/name:UD-Q4_K_XL', '0.12.0'],
    ['/models/name.gguf', '0.6.0'],
    ['org/flint-GGUF', current],
  ])('should have nothing against %s on %s', (id, release) => expect(checkModelId(id, release)).toEqual([]));

  it.each([
    ['https://huggingface.co/Qwen/Qwen3-8B', 'set model.id to Qwen/Qwen3-8B.'],
    ['https://www.huggingface.co/Qwen/Qwen3-8B/', 'set model.id to Qwen/Qwen3-8B.'],
    ['hf.co/Qwen/Qwen3-8B', 'set model.id to Qwen/Qwen3-8B.'],
    ['hf://Qwen/Qwen3-8B', 'set model.id to Qwen/Qwen3-8B.'],
    ['https://huggingface.co/Qwen/Qwen3-8B/tree/main', 'set model.id to Qwen/Qwen3-8B.'],
    ['https://hf.co/Qwen/Qwen3-8B/resolve/v1/config.json', 'set model.id to Qwen/Qwen3-8B and model.revision to v1.'],
    ['https://example.com/models/mine', 'takes a Hugging Face id, a path or a bucket (s3://, gs://)'],
  ])('should say which id the address means: %s', (id, advice) => {
    expect(checkModelId(id, current)).toEqual([expect.stringContaining(advice)]);
  });

  it.each([
    ['org/name-GGUF', current, 'does not read GGUF: its image has no reader for it from 0.24 on. Instead, take an'],
    ['org/name:Q4_K_M', '0.24.0', 'take an AWQ, GPTQ or FP8 build of the model.'],
    ['unsloth/Qwen3-8B-GGUF', current, 'The catalog has Qwen/Qwen3-8B, Qwen/Qwen3-8B-AWQ'],
    ['/models/Qwen3-14B-UD-Q4_K_XL.gguf', current, 'The catalog has Qwen/Qwen3-14B, Qwen/Qwen3-14B-AWQ'],
    [
      'https://huggingface.co/Qwen/Qwen3-8B-GGUF/resolve/main/Qwen3-8B-Q4_K_M.gguf',
      current,
      'The catalog has Qwen/Qwen3-8B,',
    ],
    [
      'https://huggingface.co/Qwen/Qwen3-8B-GGUF/resolve/main/Qwen3-8B-Q5_K_M.gguf',
      '0.20.0',
      'set model.id to Qwen/Qwen3-8B-GGUF:Q5_K_M.',
    ],
    ['Qwen/Qwen3-8B-GGUF/Qwen3-8B-Q8_0-00001-of-00002.gguf', '0.20.0', 'set model.id to Qwen/Qwen3-8B-GGUF:Q8_0.'],
    ['Qwen/Qwen3-8B-GGUF', '0.12.0', 'set model.id to Qwen/Qwen3-8B-GGUF:Q4_K_M.'],
    ['Qwen/Qwen3-8B-GGUF:Q4_K_M', '0.11.2', 'put it on a volume and set model.id to its path'],
    ['Qwen/Qwen3-8B-GGUF', '0.4.3', 'vLLM reads GGUF from 0.5.5 on'],
  ])('should refuse %s on %s', (id, release, advice) => {
    expect(checkModelId(id, release)).toEqual([expect.stringContaining(advice)]);
  });

  it('should leave a file of a repository to vLLM where loadFormat says what it is', () => {
    expect(checkModelId('org/name/file-Q4_K_M.gguf', '0.11.0', 'gguf')).toEqual([]);
    expect(checkModelId('org/name/file-Q4_K_M.gguf', '0.33.0', 'gguf')).not.toEqual([]);
  });
});
