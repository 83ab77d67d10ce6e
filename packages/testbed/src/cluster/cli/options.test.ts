import { describe, expect, it } from 'vitest';
import type { FakeNodeReader } from '../fake-nodes.ts';
import { formatNodes, parseNodes } from './options.ts';

const reader: FakeNodeReader = {
  parse: (text) => ({ text, labels: {}, resources: {} }),
  defaults: [],
  help: '',
};
const read = (...texts: string[]) => parseNodes(texts, reader);

describe('parseNodes', () => {
  it('should read real and fake nodes, and write them back', () => {
    expect(parseNodes(undefined, reader)).toEqual({ nodes: undefined });
    expect(read('real')).toEqual({ nodes: [], real: { gpus: 1 } });
    for (const text of ['real', 'real=2', 'real=0 rtx-4090', 'rtx-4090 h100-sxm=8:taint', 'reel'])
      expect(formatNodes(read(...text.split(' ')))).toBe(text);
  });

  it('should refuse two real nodes, and an invalid number', () => {
    expect(() => read('real', 'real=2')).toThrow('--node real real=2: a cluster can have only one real node.');
    expect(() => read('real=two')).toThrow('--node real=two: "two" is not a number of GPUs (0 to 99).');
  });
});
