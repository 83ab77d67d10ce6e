import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['maxModelLen', 'maxNumSeqs', 'enableLora', 'replicas', 'image', 'seed'];

describe('nearest', () => {
  it.each([
    ['maxModelLn', 'maxModelLen'],
    ['max_model_len', 'maxModelLen'],
    ['MAXMODELLEN', 'maxModelLen'],
    ['enableLoRA', 'enableLora'],
    ['replica', 'replicas'],
    ['replicaCount', 'replicas'],
    ['images', 'image'],
    ['sed', 'seed'],
    ['zzz', undefined],
    ['x', undefined],
    ['', undefined],
  ])('should take %s for %s', (name, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  it('should know nothing of nothing', () => {
    expect(nearest('seed', [])).toBeUndefined();
  });
});
