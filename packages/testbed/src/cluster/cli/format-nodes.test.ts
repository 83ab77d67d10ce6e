import { describe, expect, it } from 'vitest';
import { formatNodes, parseNodes } from './format-nodes.ts';

describe('parseNodes', () => {
  it('should read real and fake nodes, and write them back', () => {
    expect(parseNodes(undefined)).toEqual({ nodes: undefined });
    expect(parseNodes(['real'])).toEqual({ nodes: [], real: { gpus: 1 } });
    for (const text of ['real', 'real=2', 'real=0 rtx-4090', 'rtx-4090 h100-sxm=8:taint'])
      expect(formatNodes(parseNodes(text.split(' ')))).toBe(text);
  });

  it('should refuse two real nodes, and an invalid number', () => {
    expect(() => parseNodes(['real', 'real=2'])).toThrow('--node real real=2: a cluster can have only one real node.');
    expect(() => parseNodes(['real=two'])).toThrow('--node real=two: "two" is not a number of GPUs (0 to 99).');
  });

  it('should take a misspelt real for a GPU that the catalog does not have', () => {
    expect(() => parseNodes(['reel'])).toThrow('The catalog has no GPU "reel".');
  });
});
