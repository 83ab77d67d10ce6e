import type { Counted } from './count.ts';
import type { PlanContext } from './plan-context.ts';

/** What a model that caches nothing takes of the GPU, in GiB. */
export interface EncoderUse {
  readonly least: number;
  readonly most: number;
}

/**
 * vLLM profiles no model without a cache, and leaves the rest of the GPU free (v1/engine/core.py,
 * _initialize_kv_caches: has_kv_cache, of 0.10.1 to 0.33.0): all of the GPU counts, not its share. A text is not cut
 * into chunks, so the greatest batch has at least one whole text. No start-up of an encoder was published: a GiB more
 * is reserved than is counted.
 */
export function encoderUse({ settings, usedGiB }: PlanContext, { estimate, headroom }: Counted): EncoderUse {
  const { weights, nonTorch, activation, graphs } = estimate;
  const { batchedTokens, contextTokens = batchedTokens } = settings;
  const longer = Math.max(1, contextTokens / batchedTokens);
  return {
    least: weights.low,
    most:
      weights.high + nonTorch.high + activation.high * longer + graphs.high + headroom.neededGiB + (usedGiB ?? 0) + 1,
  };
}
