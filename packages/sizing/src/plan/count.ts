import type { GpuSpec, PlanContext } from './plan-context.ts';
import { blocksOf, requestGiB } from './cache.ts';
import type { Coefficients } from './coefficients.ts';
import { estimate, type Estimate } from './estimate.ts';
import { headroom, type Headroom } from './headroom.ts';
import { kvLayout, type KvLayout } from './kv-layout.ts';
import type { ModelSpec } from './model-spec.ts';
import { settingsOf } from './settings.ts';
import type { NumericOptions } from './numeric-options.ts';
import { versionBehaviour } from './version-behaviour.ts';
import { versionNumber } from './versions.ts';

/** What the planner counts with: a GPU, a model and options. */
interface Subject {
  readonly gpu: GpuSpec;
  readonly model: ModelSpec;
  readonly options: NumericOptions;
  readonly usedGiB?: number;
  readonly warm?: boolean;
}

/** A subject on one release, counted. */
export interface Count {
  readonly context: PlanContext;
  /** Left out: the memory of the GPU or the size of the weights is unknown. */
  readonly counted?: Counted;
}

export interface Counted {
  readonly estimate: Estimate;
  readonly layout: KvLayout;
  readonly headroom: Headroom;
  /** KV cache of one request of the requested context; NaN: the context is unknown. */
  readonly neededGiB: number;
  /** Blocks by the pessimistic bound, by the likely value and by the optimistic bound. */
  readonly blocks: { readonly low: number; readonly likely: number; readonly high: number };
}

/** What a subject is planned in, on one release. */
export function contextOn({ gpu, model, options, usedGiB, warm }: Subject, release: number): PlanContext {
  const behaviour = versionBehaviour(release, gpu.capability, model, options);
  const settings = settingsOf(options, behaviour, release, model, gpu.total.likely, gpu.capability);
  return {
    gpu,
    model,
    behaviour,
    release,
    settings,
    ...(usedGiB !== undefined && { usedGiB }),
    ...(warm !== undefined && { warm }),
  };
}

/** Counts for one release, given as a number (versions.ts). */
export function count(subject: Subject, release: number, coefficients: Coefficients): Count {
  const context = contextOn(subject, release);
  const parts = Number.isNaN(subject.gpu.total.likely) ? undefined : estimate(context, coefficients);
  return parts ? { context, counted: countCache(context, parts, headroom(context, parts, coefficients)) } : { context };
}

/** Where memory is shared with the CPU: the first release that measures what is available. */
const GB10 = versionNumber('0.11.1');

/** One release for each way of counting that is in use. */
const REPRESENTATIVES = ['0.9.2', '0.13.0', '0.19.1', '0.24.0', '0.28.0', '0.33.0'].map(versionNumber);

/** Where the release is unknown: the middle of the releases for the likely value, all of them for the bounds. */
export function countAllReleases(subject: Subject, coefficients: Coefficients): Count {
  const releases = REPRESENTATIVES.filter((release) => !subject.gpu.unified || release >= GB10);
  const all = releases.map((release) => count(subject, release, coefficients));
  const counted = all.filter(({ counted: found }) => found !== undefined);
  if (counted.length === 0) return all.at(-1)!;
  const ordered = counted.toSorted((a, b) => cacheGiB(a).likely - cacheGiB(b).likely);
  const middle = ordered[Math.floor(ordered.length / 2)]!;
  const { estimate: parts, headroom: room } = middle.counted!;
  const kvCache = {
    likely: parts.kvCache.likely,
    low: Math.min(...counted.map((one) => cacheGiB(one).low)),
    high: Math.max(...counted.map((one) => cacheGiB(one).high)),
  };
  const enough = counted.every((one) => one.counted!.headroom.enough);
  const whole = countCache(middle.context, { ...parts, kvCache }, { ...room, enough });
  const behaviour = { ...middle.context.behaviour, checksStates: undefined };
  return { context: { ...middle.context, behaviour }, counted: whole };
}

const cacheGiB = ({ counted }: Count) => counted!.estimate.kvCache;

function countCache(context: PlanContext, parts: Estimate, room: Headroom): Counted {
  const layout = kvLayout(context);
  return {
    estimate: parts,
    layout,
    headroom: room,
    neededGiB: needed(context, layout),
    blocks: {
      low: blocksOf(parts.kvCache.low, layout),
      likely: blocksOf(parts.kvCache.likely, layout),
      high: blocksOf(parts.kvCache.high, layout),
    },
  };
}

/** What one request of the requested context holds; an encoder holds nothing. */
function needed({ model, settings }: PlanContext, layout: KvLayout): number {
  const { contextTokens } = settings;
  if (contextTokens === undefined) return NaN;
  return model.encoderOnly ? 0 : requestGiB(layout, contextTokens + (model.crossTokens ?? 0));
}
