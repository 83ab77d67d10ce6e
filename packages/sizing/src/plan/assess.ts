import type { Release } from '../catalog-types.ts';
import { blocksOf, requestGiB } from './cache.ts';
import type { Coefficients } from './coefficients.ts';
import { eraOf } from './era.ts';
import { estimate, type Estimate } from './estimate.ts';
import { headroom, type Headroom } from './headroom.ts';
import { kvLayout, type KvLayout } from './kv-layout.ts';
import type { Resolved } from './resolve-question.ts';
import { settingsOf } from './settings.ts';
import type { Situation } from './situation.ts';

/** A resolved question, counted for one release. */
export interface Assessment {
  readonly situation: Situation;
  readonly entry?: Release;
  /** Left out: the weights are not known. */
  readonly counted?: Counted;
}

export interface Counted {
  readonly estimate: Estimate;
  readonly layout: KvLayout;
  readonly headroom: Headroom;
  /** What one request of the asked length needs; NaN: the length is not known. */
  readonly neededGiB: number;
  /** Blocks by the pessimistic bound, by the likely value and by the optimistic bound. */
  readonly blocks: { readonly low: number; readonly likely: number; readonly high: number };
}

export function assess(resolved: Resolved, release: number, coefficients: Coefficients): Assessment {
  const { card, shape, options, entry } = resolved;
  const era = eraOf(release, card.capability, shape);
  const settings = settingsOf(options, era, release, shape, card.total.likely, card.capability);
  const situation: Situation = { gpu: card, shape, era, release, settings };
  const counted = count(situation, coefficients);
  return { situation, ...(entry && { entry }), ...(counted && { counted }) };
}

function count(situation: Situation, coefficients: Coefficients): Counted | undefined {
  const parts = estimate(situation, coefficients);
  return parts && countCache(situation, parts, headroom(situation, parts, coefficients));
}

export function countCache(situation: Situation, parts: Estimate, room: Headroom): Counted {
  const layout = kvLayout(situation);
  const { context, batchedTokens } = situation.settings;
  return {
    estimate: parts,
    layout,
    headroom: room,
    neededGiB: context === undefined ? NaN : requestGiB(layout, context, batchedTokens),
    blocks: {
      low: blocksOf(parts.kvCache.low, layout),
      likely: blocksOf(parts.kvCache.likely, layout),
      high: blocksOf(parts.kvCache.high, layout),
    },
  };
}
