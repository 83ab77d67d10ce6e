import { blocksForRequest, type KvLayout } from './kv-layout.ts';
import type { PlanContext } from './plan-context.ts';

const GIB = 2 ** 30;

/** What a number of blocks holds. */
export interface Cache {
  /** As vLLM prints it. */
  readonly tokens: number;
  /** Longest single request. */
  readonly longest: number;
  /** Concurrent requests of the requested context. */
  readonly concurrency: number;
}

export function cacheOf(blocks: number, layout: KvLayout, { settings, behaviour }: PlanContext): Cache {
  const groups = layout.groups.reduce((sum, { count }) => sum + count, 0);
  const { contextTokens } = settings;
  const concurrency = contextTokens === undefined ? NaN : blocks / blocksForRequest(layout, contextTokens);
  const tokens =
    groups > 1 && behaviour.printsConcurrency && contextTokens !== undefined
      ? Math.floor(concurrency * contextTokens)
      : Math.floor(blocks / Math.max(1, groups)) * layout.blockTokens;
  return { tokens, longest: longestRequest(blocks, layout), concurrency };
}

export function blocksOf(gib: number, layout: KvLayout): number {
  return gib <= 0 ? 0 : Math.floor((gib * GIB) / layout.blockBytes);
}

/** GiB that one request of a length needs: vLLM refuses to start where the cache is smaller. */
export function requestGiB(layout: KvLayout, tokens: number): number {
  return ((blocksForRequest(layout, tokens) + layout.reservedBlocks) * layout.blockBytes) / GIB;
}

/** The longest request that some blocks hold: the need only grows with the length. */
export function longestRequest(blocks: number, layout: KvLayout): number {
  const usable = blocks - layout.reservedBlocks;
  let low = 0;
  let high = 2 ** 26;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (blocksForRequest(layout, middle) <= usable) low = middle;
    else high = middle - 1;
  }
  return low;
}
