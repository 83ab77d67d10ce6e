import { coefficients as fitted } from './coefficients.gen.ts';
import type { Coefficients } from './coefficients.ts';
import { objections, type Objection } from './compatibility.ts';
import { count, countAllReleases, type Count } from './count.ts';
import { optionObjections } from './option-objections.ts';
import { startObjections } from './start-objections.ts';
import { resolveQuestion, type Resolved } from './resolve-question.ts';
import type { Question } from './types.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** What the planner finds before it explains it. */
export interface Evaluation extends Count, Verdict {
  readonly resolved: Resolved;
  readonly objections: readonly Objection[];
}

/** plan() without texts for the parts, and without suggestions. */
export function evaluate(resolved: Resolved, coefficients: Coefficients = fitted): Evaluation {
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

/** Evaluates a question in a few microseconds, without parts, reasons or suggestions. */
export function quickCheck(question: Question): QuickCheck {
  const resolved = resolveQuestion(question);
  if (!('gpu' in resolved)) return UNKNOWN;
  const { fits, counted } = evaluate(resolved);
  if (!counted) return { ...UNKNOWN, fits };
  const { likely, low, high } = counted.estimate.kvCache;
  const marginGiB = Number.isNaN(counted.neededGiB) ? null : low - counted.neededGiB;
  return { fits, kvCacheGiB: likely, kvCacheGiBLow: low, kvCacheGiBHigh: high, marginGiB };
}
