import { assess, countCache, type Assessment } from './assess.ts';
import type { Coefficients } from './coefficients.ts';
import type { Resolved } from './resolve-question.ts';
import { versionNumber } from './versions.ts';

/** One release for each way of counting that is in use. */
const REPRESENTATIVES = ['0.9.2', '0.13.0', '0.19.1', '0.24.0', '0.28.0', '0.33.0'] as const;
const NUMBERS = REPRESENTATIVES.map(versionNumber);

/** Where the release is not known: the middle of the releases for the likely value, all of them for the bounds. */
export function assessAll(resolved: Resolved, coefficients: Coefficients): Assessment {
  const all = NUMBERS.map((release) => assess(resolved, release, coefficients));
  const counted = all.filter(({ counted: found }) => found !== undefined);
  if (counted.length === 0) return all.at(-1)!;
  const ordered = counted.toSorted((a, b) => cacheGiB(a).likely - cacheGiB(b).likely);
  const middle = ordered[Math.floor(ordered.length / 2)]!;
  const { estimate, headroom } = middle.counted!;
  const kvCache = {
    likely: estimate.kvCache.likely,
    low: Math.min(...counted.map((one) => cacheGiB(one).low)),
    high: Math.max(...counted.map((one) => cacheGiB(one).high)),
  };
  const enough = counted.every((one) => one.counted!.headroom.enough);
  const whole = countCache(middle.context, { ...estimate, kvCache }, { ...headroom, enough });
  const behaviour = { ...middle.context.behaviour, checksStates: undefined };
  return { context: { ...middle.context, behaviour }, counted: whole };
}

const cacheGiB = ({ counted }: Assessment) => counted!.estimate.kvCache;
