import { describe, expect, it } from 'vitest';
import { findModel, models } from './models.ts';

describe('findModel', () => {
  it('should find a model by its id on the hub', () => {
    expect(findModel('Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4')).toMatchObject({
      geometry: { layers: 48, heads: 40, kvHeads: 8, headDim: 128 },
      quantization: { method: 'gptq', bits: 4, groupSize: 128 },
      weights: { bytes: 9988581376, basis: 'computed' },
    });
    expect(findModel('Qwen/none')).toBeUndefined();
  });
});

describe('models', () => {
  it('should have heads that make up the hidden size and share the KV heads evenly', () => {
    for (const { geometry } of models) expect(geometry.heads % geometry.kvHeads).toBe(0);
  });
});
