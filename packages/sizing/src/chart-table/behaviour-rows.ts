import { samplerV1, samplerV2 } from '../plan/activation.ts';
import { coefficients } from '../plan/coefficients.gen.ts';
import { captureCount, FLASHINFER_WORKSPACE, runsFlashInfer, sizesUpTo } from '../plan/graphs.ts';
import { nonTorch } from '../plan/non-torch.ts';
import type { PlanContext } from '../plan/plan-context.ts';
import { versionNumber } from '../plan/versions.ts';
import { byVersion, figure, type ByRelease } from './by-release.ts';
import { byGpuFamily, type GpuFamily } from './gpu-family.ts';
import {
  above,
  below,
  contextOf,
  COUNTED_FROM,
  defaultsOf,
  GIB,
  plain,
  TIERS,
  totalOf,
  uncertaintyOf,
} from './memory-rows.ts';

/** How a range of releases counts memory on a family of GPUs, in GiB. */
export interface BehaviourRow {
  readonly utilization: number;
  /** Defaults of max_num_seqs and max_num_batched_tokens, by tier of the GPU. */
  readonly batch: readonly (readonly [sequences: number, tokens: number])[];
  /** What is used outside PyTorch with the widths of the bounds: optimistic and pessimistic. */
  readonly fixed: readonly [least: number, most: number];
  /** Share of the peak that the optimistic bound gives back, and that the pessimistic one adds. */
  readonly share: readonly [number, number];
  /** Batches whose tokens sliding layers keep besides their window. */
  readonly inFlight: number;
  /** Sequences beyond which no more sizes are captured, for the upper bound of their number. */
  readonly captured: number;
  /** The first and the second model runner. */
  readonly runners: readonly [RunnerRow, RunnerRow];
}

interface RunnerRow {
  /** Bytes per sequence and entry of the vocabulary. */
  readonly logit: number;
  /** CUDA graphs in the budget, as a factor of their estimate: optimistic and pessimistic. */
  readonly graphs: readonly [least: number, most: number];
  /** Graphs outside the budget, likewise, and bytes per logit of the sampler's warm-up. */
  readonly outside: readonly [graphs: number, logit: number];
  /** GiB that the attention of 16-bit and of fp8 caches adds to the graphs, in the budget and outside of it. */
  readonly workspace: readonly [inside: readonly [number, number], outside: readonly [number, number]];
}

/** Graphs: GiB at least, GiB per layer and capture, and captures per sequence that there are at least. */
export const graphLimits = {
  base: coefficients.graphs.base,
  perCapture: coefficients.graphs.perCapture,
  leastPerSequence: leastCapturesPerSequence(),
};

export function behaviourRows(): Record<GpuFamily, ByRelease<BehaviourRow>> {
  return byGpuFamily((capability) =>
    byVersion((version) => behaviourRow(versionNumber(version), capability), COUNTED_FROM),
  );
}

function behaviourRow(release: number, capability: number): BehaviourRow {
  const unit = contextOf(release, capability, plain);
  const { behaviour } = unit;
  const { activation: a, graphs } = coefficients;
  const uncertain = uncertaintyOf(unit);
  const outsideTorch = nonTorch(unit, coefficients);
  const deducts = behaviour.deductsGraphs;
  const used = (deducted: boolean, share: number) =>
    deducted ? ([figure(share * (0.35 - above[1])), figure(share * (1.9 + below[1]))] as const) : ([0, 0] as const);
  const logitV2 = samplerV2(unit) * GIB;
  const workspaceOf = (kvDtype: string) =>
    runsFlashInfer({ ...unit, settings: { ...unit.settings, kvDtype } }) ? FLASHINFER_WORKSPACE : 0;
  const workspace = (deducted: boolean): RunnerRow['workspace'] => {
    const times = (factor: number) =>
      [figure(workspaceOf('auto') * factor), figure(workspaceOf('fp8') * factor)] as const;
    return [times(deducted ? 1 + below[1] : 0), times(deducted ? 0 : 1.1)];
  };
  const warmUp = release < versionNumber('0.33.0') ? figure(Math.max(0, 2 + 12 - logitV2)) : 0;
  return {
    utilization: behaviour.defaultUtilization,
    batch: TIERS.map((gib) => {
      const { sequences, batchedTokens } = defaultsOf({ ...unit, gpu: { ...unit.gpu, total: totalOf(gib) } });
      return [sequences, batchedTokens] as const;
    }),
    fixed: [
      figure(
        (1 - above[1]) * outsideTorch.likely - above[0] - uncertain.above - (outsideTorch.likely - outsideTorch.low),
      ),
      // 0.05: what graphs may take beyond their factor
      figure(
        (1 + below[1]) * outsideTorch.likely +
          below[0] +
          uncertain.below +
          (outsideTorch.high - outsideTorch.likely) +
          0.05,
      ),
    ],
    share: [above[1], below[1]],
    inFlight: unit.settings.inFlightTokens / unit.settings.batchedTokens,
    captured: Math.ceil((2 * largestCapture(unit)) / 3),
    runners: [
      {
        logit: figure(samplerV1(unit, a) * GIB),
        graphs: used(deducts.v1, 1),
        outside: [deducts.v1 ? 0 : 1.1, 0],
        workspace: workspace(deducts.v1),
      },
      {
        logit: figure(logitV2),
        graphs: used(deducts.v2, graphs.runnerV2),
        outside: [deducts.v2 ? 0 : 1.1, warmUp],
        workspace: workspace(deducts.v2),
      },
    ],
  };
}

/** Sizes are captured up to this one, however many sequences there are. */
function largestCapture(unit: PlanContext): number {
  const settings = { ...unit.settings, sequences: 4096, batchedTokens: 65_536 };
  const captures = captureCount({ ...unit, settings });
  return [512, 1024].find((largest) => 2 * sizesUpTo(largest) === captures) ?? 512;
}

/** The captures of n sequences over n, for whole and half n up to 256, which is the least there. */
function leastCapturesPerSequence(): number {
  const shares = Array.from({ length: 511 }, (_, index) => {
    const tokens = index + 2;
    return (sizesUpTo(tokens) + sizesUpTo(Math.ceil(tokens / 2))) / (tokens / 2);
  });
  return Math.floor(Math.min(...shares) * 1000) / 1000;
}
