import type { Assessment, Counted } from './assess.ts';
import type { Objection } from './compatibility.ts';
import type { Situation } from './situation.ts';

export interface Verdict {
  readonly fits: boolean | null;
  /** Worded when asked for: most verdicts are only counted. */
  readonly reasons: readonly Reason[];
}

type Reason = string | (() => string);

export function wordsOf({ reasons }: Verdict): string[] {
  return reasons.map((reason) => (typeof reason === 'string' ? reason : reason()));
}

function gib(figure: number): string {
  return `${figure.toFixed(2)} GiB`;
}

/**
 * true: the pessimistic bound holds the context, and nothing is open. false: the optimistic bound does not hold it, or
 * something makes a start impossible. null: between the bounds, or not known.
 */
export function verdict(assessment: Assessment, found: readonly Objection[]): Verdict {
  const certain = found.filter((objection) => objection.certain);
  if (certain.length > 0) return no(...certain.map(({ text }) => text));
  const open: Reason[] = found.map(({ text }) => text);
  const { situation, counted } = assessment;
  if (!counted) return undecided([...open, 'How much the weights take is not known.']);
  const { settings } = situation;
  if (counted.headroom.refused)
    return no(`A utilization of ${settings.utilization} asks for more than is free beside the CUDA context.`);
  return settings.cacheGiB === undefined
    ? measuredCache(situation, counted, open)
    : toldCache(settings.cacheGiB, situation, counted, open);
}

function no(...reasons: Reason[]): Verdict {
  return { fits: false, reasons };
}

function undecided(reasons: readonly Reason[]): Verdict {
  return { fits: null, reasons };
}

function measuredCache(situation: Situation, counted: Counted, open: Reason[]): Verdict {
  const { settings, era, shape } = situation;
  const { neededGiB, headroom, blocks } = counted;
  const { kvCache, total } = counted.estimate;
  const { context, sequences } = settings;
  // a comparison with what is no number would hold nothing against a start
  if (Number.isNaN(kvCache.low) || (context !== undefined && Number.isNaN(neededGiB)))
    return undecided([...open, 'The figures of the question do not make a size.']);
  if (kvCache.high <= 0) return no(() => `Nothing is left for keys and values: ${gib(kvCache.high)} at best.`);
  if (kvCache.high < neededGiB)
    return no(() => `${context} tokens need ${gib(neededGiB)} of cache; ${gib(kvCache.high)} are left at best.`);
  const states = shape.recurrent !== undefined && era.checksStates !== false && !settings.eager;
  if (states && era.checksStates && blocks.high < sequences)
    return no(`${sequences} sequences need as many recurrent states; ${blocks.high} fit.`);

  if (context === undefined) open.push('The context is not known: set maxModelLen.');
  if (kvCache.low < (neededGiB || 0)) {
    const needed =
      context === undefined ? 'Something must be left' : `${context} tokens need ${gib(neededGiB)} of cache`;
    open.push(() => `${needed}; between ${gib(Math.max(0, kvCache.low))} and ${gib(kvCache.high)} are left.`);
  }
  if (states && blocks.low < sequences)
    open.push(
      () => `${sequences} sequences need as many recurrent states; between ${blocks.low} and ${blocks.high} fit.`,
    );
  if (!headroom.enough)
    open.push(
      () =>
        `Outside the budget, ${gib(headroom.gib)} of ${gib(total.likely)} are left; the CUDA context and graphs may need ${gib(headroom.neededGiB)}.`,
    );
  if (open.length > 0) return undecided(open);
  return {
    fits: true,
    reasons: [() => `${context} tokens need ${gib(neededGiB)} of cache; at least ${gib(kvCache.low)} are left.`],
  };
}

/** kv_cache_memory_bytes: vLLM takes it at its word, and fails later where it does not fit. */
function toldCache(cacheGiB: number, situation: Situation, counted: Counted, open: Reason[]): Verdict {
  const { estimate, neededGiB, headroom } = counted;
  const { total, weights, nonTorch, activation, graphs } = estimate;
  const { context } = situation.settings;
  if (cacheGiB < neededGiB)
    return no(() => `${context} tokens need ${gib(neededGiB)} of cache; it is set to ${gib(cacheGiB)}.`);
  const least = weights.low + nonTorch.low + activation.low + cacheGiB;
  if (least > total.high) return no(() => `${gib(least)} are needed at least; the card has ${gib(total.high)}.`);
  const most = weights.high + nonTorch.high + activation.high + graphs.high + cacheGiB + headroom.neededGiB;
  if (context === undefined) open.push('The context is not known: set maxModelLen.');
  if (most > total.low) open.push(() => `Up to ${gib(most)} are needed; the card has ${gib(total.low)}.`);
  if (open.length > 0) return undecided(open);
  return {
    fits: true,
    reasons: [() => `The cache is set to ${gib(cacheGiB)}; all together takes at most ${gib(most)}.`],
  };
}
