import { activation } from './activation.ts';
import type { Coefficients } from './coefficients.ts';
import { uncertaintiesOf } from './uncertainties.ts';
import { deductedGraphs } from './graphs.ts';
import { nonTorch } from './non-torch.ts';
import type { PlanContext } from './plan-context.ts';
import type { Bounded, Part } from './types.ts';
import { weights } from './weights.ts';

/** The parts of the GPU's memory, in GiB. */
export interface Estimate {
  readonly total: Bounded;
  readonly budget: Bounded;
  readonly weights: Part;
  readonly nonTorch: Bounded;
  readonly activation: Bounded;
  readonly graphs: Bounded;
  readonly kvCache: Bounded;
}

/** KV = total x utilization - weights - non-torch - activation - CUDA graphs. Undefined: the weights are unknown. */
export function estimate(context: PlanContext, coefficients: Coefficients): Estimate | undefined {
  const loaded = weights(context);
  if (!loaded) return undefined;
  const { total } = context.gpu;
  const { utilization, cacheGiB } = context.settings;
  const budget = {
    likely: total.likely * utilization,
    low: total.low * utilization,
    high: total.high * utilization,
  };
  const outsideTorch = nonTorch(context, coefficients);
  const peak = activation(context, coefficients);
  const graphs = deductedGraphs(context, coefficients);
  const likely = budget.likely - loaded.likely - outsideTorch.likely - peak.likely - graphs.likely;
  const kvCache =
    cacheGiB === undefined
      ? boundsOf(context, likely, budget, loaded, outsideTorch, peak, graphs, coefficients)
      : { likely: cacheGiB, low: cacheGiB, high: cacheGiB };
  return { total, budget, weights: loaded, nonTorch: outsideTorch, activation: peak, graphs, kvCache };
}

/**
 * The parts do not all err the same way. A bound is the likely value, the width that held for start-ups that
 * the fit had not seen (coefficients.bounds), what is uncertain here in the parts themselves (total, weights, a cold or
 * warm start), and the uncertainties that no fit knows.
 */
function boundsOf(
  context: PlanContext,
  likely: number,
  budget: Bounded,
  loaded: Bounded,
  outsideTorch: Bounded,
  peak: Bounded,
  graphs: Bounded,
  { bounds }: Coefficients,
): Bounded {
  const used = outsideTorch.likely + peak.likely + graphs.likely;
  const down = Math.hypot(
    budget.likely - budget.low,
    loaded.high - loaded.likely,
    outsideTorch.high - outsideTorch.likely,
    peak.high - peak.likely,
    graphs.high - graphs.likely,
  );
  const up = Math.hypot(
    budget.high - budget.likely,
    loaded.likely - loaded.low,
    outsideTorch.likely - outsideTorch.low,
    peak.likely - peak.low,
    graphs.likely - graphs.low,
  );
  let below = bounds.below[0] + bounds.below[1] * used + down;
  let above = bounds.above[0] + bounds.above[1] * used + up;
  for (const uncertainty of uncertaintiesOf(context)) {
    below += uncertainty.below;
    above += uncertainty.above;
  }
  return { likely, low: likely - below, high: likely + above };
}
