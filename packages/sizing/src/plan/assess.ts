import type { Release } from '../catalog-types.ts';
import { blocksOf, requestGiB } from './cache.ts';
import type { Coefficients } from './coefficients.ts';
import { versionBehaviour } from './version-behaviour.ts';
import { estimate, type Estimate } from './estimate.ts';
import { headroom, type Headroom } from './headroom.ts';
import { kvLayout, type KvLayout } from './kv-layout.ts';
import type { Resolved } from './resolve-question.ts';
import { settingsOf } from './settings.ts';
import type { PlanContext } from './plan-context.ts';

/** A resolved question, counted for one release. */
export interface Assessment {
  readonly context: PlanContext;
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
  const { gpu, model, options, entry } = resolved;
  const behaviour = versionBehaviour(release, gpu.capability, model);
  const settings = settingsOf(options, behaviour, release, model, gpu.total.likely, gpu.capability);
  const context: PlanContext = { gpu, model, behaviour, release, settings };
  const counted = count(context, coefficients);
  return { context, ...(entry && { entry }), ...(counted && { counted }) };
}

function count(context: PlanContext, coefficients: Coefficients): Counted | undefined {
  const parts = estimate(context, coefficients);
  return parts && countCache(context, parts, headroom(context, parts, coefficients));
}

export function countCache(context: PlanContext, parts: Estimate, room: Headroom): Counted {
  const layout = kvLayout(context);
  const { contextTokens, batchedTokens } = context.settings;
  return {
    estimate: parts,
    layout,
    headroom: room,
    neededGiB: contextTokens === undefined ? NaN : requestGiB(layout, contextTokens, batchedTokens),
    blocks: {
      low: blocksOf(parts.kvCache.low, layout),
      likely: blocksOf(parts.kvCache.likely, layout),
      high: blocksOf(parts.kvCache.high, layout),
    },
  };
}
