import { hiddenStates, logits } from './activation.ts';
import type { Coefficients } from './coefficients.ts';
import type { Estimate } from './estimate.ts';
import { graphMemory } from './graphs.ts';
import type { PlanContext } from './plan-context.ts';
import { versionNumber } from './versions.ts';

const WARM_UP_PROFILED = versionNumber('0.33.0');

/**
 * What is gone before vLLM looks, in GiB: the CUDA context. Seen on Linux: 0.17 to 0.56 (H100 79.19 - 78.68,
 * RTX 3090 23.56 - 23.05, L40S 44.39 - 43.9); with several shards 1.53 (H100), and 1.57 were
 * not enough for eight (P006); on Windows and WSL, where the desktop
 * takes its share, 0.78 (of 4), 1.05 (6), 1.07 (8), 1.3 (16), 1.4 (24), 1.64 (31.84); on a GB10 8.86 (of 121.63).
 */
export const CONTEXT = { least: 0.1, most: 0.6, shards: 1.65, windows: 0.9, windowsShare: 0.028, unified: 9 } as const;

/** What the utilization leaves outside the budget, and whether that suffices. */
export interface Headroom {
  /** Free memory is certainly less than the budget: vLLM refuses to start. */
  readonly refused: boolean;
  /** Memory outside the budget holds the context, and the graphs where they are not deducted. */
  readonly enough: boolean;
  readonly gib: number;
  readonly neededGiB: number;
}

export function headroom(
  context: PlanContext,
  { budget, total, graphs, activation }: Estimate,
  coefficients: Coefficients,
): Headroom {
  const { gpu, settings, usedGiB } = context;
  const gib = total.likely - budget.likely - (usedGiB ?? 0);
  const bare = settings.tensorParallel > 1 ? CONTEXT.shards : CONTEXT.most;
  const others = gpu.windows
    ? Math.max(bare, CONTEXT.windows + CONTEXT.windowsShare * total.likely)
    : gpu.unified
      ? CONTEXT.unified
      : bare;
  const cudaContext = usedGiB === undefined ? others : bare;
  // Windows moves memory of other programs, and then of the server, to that of the CPU: graphs never fail there
  const undeducted = graphs.likely > 0 || gpu.windows ? 0 : capturedGraphs(context, coefficients);
  const warmUp = samplerWarmUp(context, activation.low);
  const neededGiB = cudaContext + (settings.cacheGiB === undefined ? undeducted + warmUp : 0);
  return { refused: settings.cacheGiB === undefined && gib < CONTEXT.least, enough: gib >= neededGiB, gib, neededGiB };
}

/** What capturing takes where it was not deducted: as much as the first runner's graphs, which is what LoRA on the second took too (C177). */
function capturedGraphs(context: PlanContext, coefficients: Coefficients): number {
  const { graphs } = coefficients;
  return graphMemory(context, { ...coefficients, graphs: { ...graphs, runnerV2: 1 } }).likely * 1.1;
}

/**
 * Before 0.33 the second model runner profiles without sampling parameters, and then warms up with all of them: 32-bit
 * logits, probabilities and noise that no peak has made room for ("OOM in sampler warm-up": C121, C177).
 */
function samplerWarmUp(context: PlanContext, profiledGiB: number): number {
  const { behaviour, release, settings } = context;
  if (behaviour.runnerV2 === false || release >= WARM_UP_PROFILED) return 0;
  return Math.max(0, hiddenStates(context) + logits(context) * (settings.dtypeBytes + 12) - profiledGiB);
}
