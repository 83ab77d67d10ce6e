import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small dense model's config.json. */
export const smallConfig = {
  architectures: ['Qwen2ForCausalLM'],
  model_type: 'qwen2',
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  vocab_size: 1000,
  max_position_embeddings: 4096,
  torch_dtype: 'bfloat16',
};

/** A safetensors file with tensors of so many bytes. */
export function safetensors(sizes: Readonly<Record<string, number>>, dtype = 'BF16'): Buffer {
  let end = 0;
  const tensors = Object.entries(sizes).map(([name, bytes]) => {
    const data_offsets = [end, (end += bytes)];
    return [name, { dtype, shape: [bytes / 2], data_offsets }] as const;
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(tensors)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(end)]);
}

/** Writes files into a folder: an object as JSON. */
export function writeCheckpoint(folder: string, files: Readonly<Record<string, object | Buffer>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return folder;
}
