import { judge } from './judge.ts';
import { resolveQuestion } from './resolve-question.ts';
import type { Question } from './types.ts';

/** The figures of an answer without its words: what it takes to rank all GPUs or all models. */
export interface QuickCheck {
  readonly fits: boolean | null;
  readonly kvCacheGiB: number | null;
  readonly kvCacheGiBLow: number | null;
  readonly kvCacheGiBHigh: number | null;
  /** As in an answer; null where the context or the weights are not known. */
  readonly marginGiB: number | null;
}

const UNKNOWN: QuickCheck = {
  fits: null,
  kvCacheGiB: null,
  kvCacheGiBLow: null,
  kvCacheGiBHigh: null,
  marginGiB: null,
};

/** Plans in a few microseconds, without parts, reasons or suggestions. */
export function quickCheck(question: Question): QuickCheck {
  const resolved = resolveQuestion(question);
  if (!('gpu' in resolved)) return UNKNOWN;
  const { verdict, assessment } = judge(resolved);
  const { counted } = assessment;
  if (!counted) return { ...UNKNOWN, fits: verdict.fits };
  const { likely, low, high } = counted.estimate.kvCache;
  const marginGiB = Number.isNaN(counted.neededGiB) ? null : low - counted.neededGiB;
  return { fits: verdict.fits, kvCacheGiB: likely, kvCacheGiBLow: low, kvCacheGiBHigh: high, marginGiB };
}
