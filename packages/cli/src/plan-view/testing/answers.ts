import type { Answer, Bounded, Part } from '@archon/sizing';

const part = (likely: number, spread: number, basis: string): Part => ({
  likely,
  low: likely - spread,
  high: likely + spread,
  basis,
});

/** An answer with figures of its own: what the planner says changes with its calibration. */
export function answerWith(cache: Bounded, neededGiB: number, more: Partial<Answer> = {}): Answer {
  return {
    fits: true,
    kvCacheGiB: cache.likely,
    kvCacheGiBLow: cache.low,
    kvCacheGiBHigh: cache.high,
    kvCacheTokens: 16_528,
    maxModelLen: 13_472,
    maxModelLenLikely: 16_528,
    contextTokens: 8192,
    concurrency: 2.02,
    marginGiB: cache.low - neededGiB,
    parts: {
      total: part(16, 0.1, 'CUDA was seen to report 16 GiB on this GPU'),
      budget: part(14, 0.1, 'total x 0.875'),
      weights: part(9, 0.2, 'checkpoint, size computed; with what repacking 4-bit weights adds'),
      nonTorch: part(0.5, 0.1, 'fitted, one GPU'),
      activation: part(1.5, 0.2, 'profile run of 2,048 tokens, 16 sequences x vocabulary in the sampler'),
      cudaGraphs: part(14 - 9 - 0.5 - 1.5 - cache.likely, 0.1, 'fitted, per layer and size'),
      kvCache: { ...cache, basis: 'what is left' },
    },
    reasons: ['8,192 tokens need 1.50 GiB of KV cache; at least 2.00 GiB is left.'],
    assumptions: ['vLLM 0.33.0: 16 sequences, 2,048 batched tokens, utilization 0.875.'],
    suggestions: [],
    ...more,
  };
}

export const fitting = answerWith({ likely: 2.5, low: 2, high: 4 }, 1.5);

export const lacking = answerWith({ likely: 2.5, low: 2, high: 4 }, 6, {
  fits: false,
  contextTokens: 32_768,
  concurrency: 0.42,
  reasons: ['32,768 tokens need 6.00 GiB of KV cache; at most 4.00 GiB is left.'],
  suggestions: [
    {
      kind: 'context',
      text: 'Request a context of 8,192 tokens.',
      change: { options: { maxModelLen: 8192 } },
      maxModelLen: 8720,
      marginGiB: 0.1,
    },
    {
      kind: 'model',
      text: 'Serve a/smaller-model.',
      change: { model: 'a/smaller-model' },
      maxModelLen: 32_768,
      marginGiB: 1,
    },
  ],
});

export const unknown: Answer = {
  ...lacking,
  fits: null,
  kvCacheGiB: null,
  kvCacheGiBLow: null,
  kvCacheGiBHigh: null,
  kvCacheTokens: null,
  maxModelLen: null,
  maxModelLenLikely: null,
  concurrency: null,
  marginGiB: null,
  parts: null,
  reasons: ['The size of the weights is unknown.'],
  suggestions: [],
};
