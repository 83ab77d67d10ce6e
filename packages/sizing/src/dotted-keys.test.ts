import { expect, it } from 'vitest';
import { dottedKeys, mergeJson } from './dotted-keys.ts';

it.each([
  ['mode', '3', { mode: 3 }],
  ['pass_config.fuse_norm_quant', 'true', { pass_config: { fuse_norm_quant: true } }],
  ['kv_role', 'kv_both', { kv_role: 'kv_both' }],
  ['kv_buffer_size', '80g', { kv_buffer_size: 80_000_000_000 }],
  ['custom_ops+', 'none,+rms_norm', { custom_ops: ['none', '+rms_norm'] }],
  ['mode', 3, { mode: 3 }],
])("should read %s with the value %j as vLLM's parser does", (path, value, expected) => {
  expect(dottedKeys(path, value)).toEqual(expected);
});

it('should merge inner maps, join lists, and take the later of two values', () => {
  const before = { a: { x: 1, y: 1 }, list: [1], mode: 2, only: {} };
  const after = { a: { y: 2 }, list: [2], mode: 3, only: null };
  expect(mergeJson(before, after)).toEqual({ a: { x: 1, y: 2 }, list: [1, 2], mode: 3, only: null });
});
