import type { Answer } from '@archon/sizing/types';

/**
 * What holds a part of a GPU's memory: the model, vLLM while it runs, one request and the rest of the KV cache, memory
 * outside of vLLM's budget, and what one request lacks.
 */
export type SegmentName =
  'weights' | 'nonTorch' | 'activation' | 'cudaGraphs' | 'request' | 'cache' | 'outside' | 'missing';

/** A part of the memory, in GiB. */
export interface MemorySegment {
  readonly name: SegmentName;
  readonly gib: number;
}

/** GiB that one request of the requested context needs; undefined where the length is unknown. */
export function requestGiB({ kvCacheGiBLow, marginGiB }: Answer): number | undefined {
  const needed = (kvCacheGiBLow ?? NaN) - (marginGiB ?? NaN);
  return Number.isNaN(needed) ? undefined : Math.max(0, needed);
}

/** The memory of one GPU from the left to the right, likely values; what is not there has no segment. */
export function segmentsOf(answer: Answer): MemorySegment[] {
  if (!answer.parts) return [];
  const { weights, nonTorch, activation, cudaGraphs, kvCache, total, budget } = answer.parts;
  const left = Math.max(0, kvCache.likely);
  const needed = requestGiB(answer) ?? 0;
  const missing = Math.max(0, needed - left);
  const segments: MemorySegment[] = [
    { name: 'weights', gib: weights.likely },
    { name: 'nonTorch', gib: nonTorch.likely },
    { name: 'activation', gib: activation.likely },
    { name: 'cudaGraphs', gib: cudaGraphs.likely },
    { name: 'request', gib: Math.min(needed, left) },
    { name: 'cache', gib: left - Math.min(needed, left) },
    ...(missing > 0 || kvCache.likely < 0
      ? [{ name: 'missing' as const, gib: missing }]
      : [{ name: 'outside' as const, gib: total.likely - budget.likely }]),
  ];
  return segments.filter((segment) => segment.gib > 0);
}
