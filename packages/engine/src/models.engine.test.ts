import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelIds, resolveModels } from './models.ts';

describe.each(Object.entries(modelIds))('The model %s', (name, id) => {
  const { folderOf } = resolveModels();
  const read = (file: string) => JSON.parse(readFileSync(join(folderOf(id), file), 'utf8')) as Record<string, unknown>;

  it('should have enough positions for the requested contexts', () => {
    expect(read('config.json').max_position_embeddings).toBe(name.startsWith('tiny') ? 16384 : 8192);
  });

  it('should have a chat template and an end-of-text token', () => {
    expect(readFileSync(join(folderOf(id), 'chat_template.jinja'), 'utf8')).toContain('<|im_start|>');
    expect(read('tokenizer_config.json').eos_token).toBe('<|im_end|>');
    expect(read('config.json').eos_token_id).toEqual(expect.any(Number));
  });

  it('should be quantized where its name says so', () => {
    const gptq = { quant_method: 'gptq', bits: 4, group_size: 64, desc_act: false, sym: true };
    const expected: Record<string, object> = {
      tinyGptq: gptq,
      tinySkipped: { ...gptq, dynamic: { '-:.*': {} } },
      smolGptq: gptq,
    };
    expect(read('config.json').quantization_config).toEqual(expected[name]);
  });
});
