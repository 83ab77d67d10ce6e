import type { Objection } from './objection.ts';
import type { Count, Counted } from './count.ts';
import { encoderUse } from './encoder-only.ts';
import { gib, tokens } from './figures.ts';
import { capturesWhole } from './graphs.ts';
import type { PlanContext } from './plan-context.ts';
import { versionNumber } from './versions.ts';

/** The first whose engine serves models that cache nothing (v1/worker/gpu_model_runner.py, ENCODER_ONLY). */
const ENCODERS = versionNumber('0.10.1');

export interface Verdict {
  readonly fits: boolean | null;
  /** Texts are made when they are read: most evaluations are only counted. */
  readonly reasons: readonly Reason[];
}

type Reason = string | (() => string);

export function textsOf({ reasons }: Verdict): string[] {
  return reasons.map((reason) => (typeof reason === 'string' ? reason : reason()));
}

/**
 * true: the pessimistic bound holds the context, and nothing is unknown. false: the optimistic bound does not hold it, or
 * something makes a start impossible. null (unknown): between the bounds, or something is unknown.
 */
export function verdictOf({ context, counted }: Count, found: readonly Objection[]): Verdict {
  const certain = found.filter((objection) => objection.certain);
  if (certain.length > 0) return no(...certain.map(({ text }) => text));
  const unknown: Reason[] = found.map(({ text }) => text);
  if (!counted) return undecided([...unknown, notCounted(context)]);
  const { settings } = context;
  if (counted.headroom.refused)
    return no(
      `gpuMemoryUtilization ${settings.utilization} is more than ${context.usedGiB ? `the ${gib(context.usedGiB)} of other processes and ` : ''}the CUDA context leaves free.`,
    );
  if (context.model.encoderOnly) return uncached(context, counted, unknown);
  if (context.model.unread) return unreadModel(counted, unknown);
  return settings.cacheGiB === undefined
    ? measuredCache(context, counted, unknown)
    : givenCache(settings.cacheGiB, context, counted, unknown);
}

function notCounted({ gpu, model }: PlanContext): string {
  if (Number.isNaN(gpu.total.likely)) return `${gpu.total.basis[0]!.toUpperCase()}${gpu.total.basis.slice(1)}.`;
  return model.weights ? 'The memory is not counted.' : 'The size of the weights is unknown.';
}

function no(...reasons: Reason[]): Verdict {
  return { fits: false, reasons };
}

function undecided(reasons: readonly Reason[]): Verdict {
  return { fits: null, reasons };
}

/** An encoder: everything that it takes is on the GPU while it works. */
function uncached(context: PlanContext, counted: Counted, unknown: Reason[]): Verdict {
  const { total } = counted.estimate;
  const { least, most } = encoderUse(context, counted);
  if (least > total.high) return no(() => `At least ${gib(least)} is needed; the GPU has ${gib(total.high)}.`);
  if (!(most <= total.low)) unknown.push(() => `Up to ${gib(most)} is needed; the GPU has ${gib(total.low)}.`);
  if (context.release < ENCODERS) unknown.push('What a model without a KV cache takes is known from vLLM 0.10.1 on.');
  if (unknown.length > 0) return undecided(unknown);
  return { fits: true, reasons: [() => `It keeps no KV cache; everything together takes at most ${gib(most)}.`] };
}

/** What was not understood may take more or less than was counted. The weights are what their files say. */
function unreadModel({ estimate: { weights, budget } }: Counted, unknown: Reason[]): Verdict {
  if (weights.low <= budget.high) return undecided(unknown);
  return no(() => `The weights take at least ${gib(weights.low)}; vLLM may use ${gib(budget.high)}.`);
}

function measuredCache(context: PlanContext, counted: Counted, unknown: Reason[]): Verdict {
  const { settings, behaviour, model } = context;
  const { neededGiB, headroom, blocks } = counted;
  const { kvCache, total } = counted.estimate;
  const { contextTokens, sequences } = settings;
  // a comparison with NaN is false and would pass every check below
  if (Number.isNaN(kvCache.low) || (contextTokens !== undefined && Number.isNaN(neededGiB)))
    return undecided([...unknown, 'The numbers in the question do not give a size.']);
  if (kvCache.high <= 0)
    return no(
      () => `Nothing is left for the KV cache: the rest takes at least ${gib(-kvCache.high)} more than vLLM may use.`,
    );
  if (kvCache.high < neededGiB)
    return no(
      () => `${tokens(contextTokens!)} need ${gib(neededGiB)} of KV cache; at most ${gib(kvCache.high)} is left.`,
    );
  const states = model.recurrent !== undefined && behaviour.checksStates !== false && capturesWhole(context);
  if (states && behaviour.checksStates && blocks.high < sequences)
    return no(`${sequences} sequences need as many recurrent states; at most ${blocks.high} fit.`);

  if (contextTokens === undefined) unknown.push('The context is unknown: set maxModelLen.');
  if (kvCache.low < (neededGiB || 0)) {
    const needed =
      contextTokens === undefined
        ? 'The KV cache needs memory'
        : `${tokens(contextTokens)} need ${gib(neededGiB)} of KV cache`;
    unknown.push(() => `${needed}; between ${gib(Math.max(0, kvCache.low))} and ${gib(kvCache.high)} is left.`);
  }
  if (states && blocks.low < sequences)
    unknown.push(
      () => `${sequences} sequences need as many recurrent states; between ${blocks.low} and ${blocks.high} fit.`,
    );
  if (!headroom.enough)
    unknown.push(
      () =>
        `Outside the budget, ${gib(headroom.gib)} of ${gib(total.likely)} is left; the CUDA context and graphs may need ${gib(headroom.neededGiB)}.`,
    );
  if (unknown.length > 0) return undecided(unknown);
  return {
    fits: true,
    reasons: [
      () => `${tokens(contextTokens!)} need ${gib(neededGiB)} of KV cache; at least ${gib(kvCache.low)} is left.`,
    ],
  };
}

/** kv_cache_memory_bytes: vLLM does not measure then, and fails later where it does not fit. */
function givenCache(cacheGiB: number, context: PlanContext, counted: Counted, unknown: Reason[]): Verdict {
  const { estimate, neededGiB, headroom } = counted;
  const { total, weights, nonTorch, activation, graphs } = estimate;
  const { contextTokens } = context.settings;
  if (cacheGiB < neededGiB)
    return no(() => `${tokens(contextTokens!)} need ${gib(neededGiB)} of KV cache; it is set to ${gib(cacheGiB)}.`);
  const least = weights.low + nonTorch.low + activation.low + cacheGiB;
  if (least > total.high) return no(() => `At least ${gib(least)} is needed; the GPU has ${gib(total.high)}.`);
  const most = weights.high + nonTorch.high + activation.high + graphs.high + cacheGiB + headroom.neededGiB;
  if (contextTokens === undefined) unknown.push('The context is unknown: set maxModelLen.');
  if (most > total.low) unknown.push(() => `Up to ${gib(most)} is needed; the GPU has ${gib(total.low)}.`);
  if (unknown.length > 0) return undecided(unknown);
  return {
    fits: true,
    reasons: [() => `The KV cache is set to ${gib(cacheGiB)}; everything together takes at most ${gib(most)}.`],
  };
}
