import { coefficients as fitted } from './coefficients.gen.ts';
import type { Coefficients } from './coefficients.ts';
import { objections } from './compatibility.ts';
import type { Objection } from './objection.ts';
import { count, countAllReleases, type Count } from './count.ts';
import { optionObjections } from './option-objections.ts';
import { FITS_ITSELF } from './settings.ts';
import { startObjections } from './start-objections.ts';
import { longestRequest } from './cache.ts';
import { resolveQuestion, type Resolved } from './resolve-question.ts';
import type { Question } from './types.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** What the planner finds before it explains it. */
export interface Evaluation extends Count, Verdict {
  readonly resolved: Resolved;
  readonly objections: readonly Objection[];
  /** maxModelLen is auto: the context is the least that vLLM takes by the pessimistic bound. */
  readonly automatic?: true;
}

/** plan() without texts for the parts, and without suggestions. */
export function evaluate(resolved: Resolved, coefficients: Coefficients = fitted): Evaluation {
  const { options, model, release } = resolved;
  const automatic = options.maxModelLen === -1 && model.maxPositions !== undefined && release >= FITS_ITSELF;
  return automatic ? evaluateLongest(resolved, model.maxPositions, coefficients) : evaluateOnce(resolved, coefficients);
}

/** vLLM takes the longest context that fits: that of the pessimistic bound is the least that it takes. */
function evaluateLongest(resolved: Resolved, limit: number, coefficients: Coefficients): Evaluation {
  const at = (maxModelLen: number) =>
    evaluateOnce({ ...resolved, options: { ...resolved.options, maxModelLen } }, coefficients);
  const whole = at(limit);
  const { counted, context } = whole;
  if (whole.fits === true || !counted || context.settings.cacheGiB !== undefined) return { ...whole, automatic: true };
  const longest = longestRequest(counted.blocks.low, counted.layout) - (context.model.crossTokens ?? 0);
  return { ...at(Math.max(1, Math.min(limit, longest))), automatic: true };
}

function evaluateOnce(resolved: Resolved, coefficients: Coefficients): Evaluation {
  const { release, entry, options } = resolved;
  const found = Number.isNaN(release)
    ? countAllReleases(resolved, coefficients)
    : count(resolved, release, coefficients);
  const against = [
    ...objections(found.context, entry, options),
    ...startObjections(found.context, options, entry),
    ...optionObjections(resolved),
  ];
  return { resolved, ...found, objections: against, ...verdictOf(found, against) };
}

/** The figures of an answer without its texts: enough to rank all GPUs or all models. */
export interface QuickCheck {
  readonly fits: boolean | null;
  readonly kvCacheGiB: number | null;
  readonly kvCacheGiBLow: number | null;
  readonly kvCacheGiBHigh: number | null;
  /** As in an answer; null where the context or the size of the weights is unknown. */
  readonly marginGiB: number | null;
}

const UNKNOWN: QuickCheck = {
  fits: null,
  kvCacheGiB: null,
  kvCacheGiBLow: null,
  kvCacheGiBHigh: null,
  marginGiB: null,
};

/** Evaluates a question in tens of microseconds, without parts, reasons or suggestions. */
export function quickCheck(question: Question): QuickCheck {
  const resolved = resolveQuestion(question);
  if (!('gpu' in resolved)) return UNKNOWN;
  const { fits, counted } = evaluate(resolved);
  if (!counted) return { ...UNKNOWN, fits };
  const { likely, low, high } = counted.estimate.kvCache;
  const marginGiB = Number.isNaN(counted.neededGiB) ? null : low - counted.neededGiB;
  return { fits, kvCacheGiB: likely, kvCacheGiBLow: low, kvCacheGiBHigh: high, marginGiB };
}
