import { samplerV1, samplerV2 } from '../plan/activation.ts';
import { coefficients } from '../plan/coefficients.gen.ts';
import { uncertaintiesOf } from '../plan/uncertainties.ts';
import { versionBehaviour } from '../plan/version-behaviour.ts';
import { captureCount, graphMemory, sizesUpTo } from '../plan/graphs.ts';
import { nonTorch } from '../plan/non-torch.ts';
import { settingsOf } from '../plan/settings.ts';
import type { ModelSpec } from '../plan/model-spec.ts';
import type { GpuSpec, PlanContext } from '../plan/plan-context.ts';
import { versionNumber } from '../plan/versions.ts';
import { byVersion, figure, type ByRelease } from './by-release.ts';
import { byGpuFamily, type GpuFamily } from './gpu-family.ts';

const GIB = 2 ** 30;

/** How releases take stock on a class of GPUs, in GiB. Pairs that name a runner are of the first and the second. */
export interface BehaviourRow {
  readonly v0?: true;
  /** V0 puts a whole context in one batch; a long one (above 32768) in batches of so many tokens. */
  readonly chunk?: number;
  /** Layers that slide keep their window only. */
  readonly hybrid?: true;
  readonly utilization: number;
  /** Bytes per sequence and vocabulary entry, by runner. */
  readonly sampler: readonly [number, number];
  /** Share of the experts' workspace beside the sampler. */
  readonly experts: number;
  readonly vision: number;
  readonly compile: number;
  /** Whether a cold compile is likely part of the peak, or possibly. */
  readonly benchmarks: 0 | 1;
  /** Factor of the greatest peak. */
  readonly peak: number;
  readonly nonTorch: readonly [low: number, likely: number, high: number];
  /** CUDA graphs by runner: least, and per layer and captured size; 0: not deducted. */
  readonly graphs: readonly [first: readonly [number, number], second: readonly [number, number]];
  /** Of those: lowest share, greatest share, and what may be on top. */
  readonly spread: readonly [number, number, number];
  /** Largest size that is captured. */
  readonly largest: number;
  readonly below: readonly [constant: number, share: number];
  readonly above: readonly [constant: number, share: number];
  /** Further doubt for models with latent attention. */
  readonly latent: readonly [below: number, above: number];
}

/** By class of GPUs, the eras. */
export function behaviourTable(): Record<GpuFamily, ByRelease<BehaviourRow>> {
  return byGpuFamily((capability) => byVersion((version) => behaviourRow(version, capability)));
}

function behaviourRow(version: string, capability: number): BehaviourRow {
  const release = versionNumber(version);
  const unit = contextOf(release, capability, plain);
  const { behaviour } = unit;
  const { activation: a, bounds } = coefficients;
  const doubt = uncertaintyOf(unit);
  const latent = uncertaintyOf(contextOf(release, capability, { ...plain, mla: { width: 1 } }));
  const beside = nonTorch(unit, coefficients);
  const long = behaviour.engine === 'v0' ? defaultsOf(unit, 65_536).batchedTokens : 65_536;
  return {
    ...(behaviour.engine === 'v0' && { v0: true as const }),
    ...(long !== 65_536 && { chunk: long }),
    ...(behaviour.hybridCache && { hybrid: true as const }),
    utilization: behaviour.defaultUtilization,
    sampler: [figure(samplerV1(unit, a) * GIB), figure(samplerV2(unit) * GIB)],
    experts: a.experts,
    vision: a.vision,
    compile: a.compile,
    benchmarks: behaviour.benchmarksKernels ? 1 : 0,
    peak: release < 6_003 ? 3 : 1,
    nonTorch: [figure(beside.low), figure(beside.likely), figure(beside.high)],
    graphs: [graphsOf(unit, false), graphsOf(unit, true)],
    spread: spreadOf(unit),
    largest: largestCapture(unit),
    below: [figure(bounds.below[0] + doubt.below), bounds.below[1]],
    above: [figure(bounds.above[0] + doubt.above), bounds.above[1]],
    latent: [figure(latent.below - doubt.below), figure(latent.above - doubt.above)],
  };
}

/** A model of which only the vocabulary takes memory: one byte is one byte per sequence and entry. */
const plain: ModelSpec = {
  layers: 1,
  kvHeads: 1,
  headDim: 1,
  hidden: 0,
  intermediate: 1,
  vocab: 1,
  vision: false,
  quantized: false,
  architecture: '-',
  dtype: 'bfloat16',
};

export function contextOf(
  release: number,
  capability: number,
  model: ModelSpec,
  known: Partial<GpuSpec> = {},
): PlanContext {
  const total = { likely: 16, low: 16, high: 16, basis: '' };
  const gpu: GpuSpec = { total, capability, windows: false, unified: false, ...known };
  const behaviour = versionBehaviour(release, capability, model);
  const options = { maxNumSeqs: 1, maxNumBatchedTokens: 1 };
  return { gpu, model, behaviour, release, settings: settingsOf(options, behaviour, release, model, 16, capability) };
}

/** vLLM's own defaults for a situation. */
export function defaultsOf({ behaviour, release, model, gpu }: PlanContext, maxModelLen?: number) {
  const options = maxModelLen === undefined ? {} : { maxModelLen };
  return settingsOf(options, behaviour, release, model, gpu.total.likely, gpu.capability);
}

export function uncertaintyOf(context: PlanContext): { below: number; above: number } {
  const found = uncertaintiesOf(context);
  const sum = (key: 'below' | 'above') => figure(found.reduce((all, doubt) => all + doubt[key], 0));
  return { below: sum('below'), above: sum('above') };
}

function graphsOf({ behaviour }: PlanContext, second: boolean): [number, number] {
  const { base, perCapture, runnerV2 } = coefficients.graphs;
  if (!behaviour.deductsGraphs[second ? 'v2' : 'v1']) return [0, 0];
  const share = second ? runnerV2 : 1;
  return [figure(base * share), figure(perCapture * share)];
}

/** What graphMemory makes of its likely value, read off two points. */
function spreadOf(unit: PlanContext): [number, number, number] {
  const at = (layers: number) => graphMemory({ ...unit, model: { ...unit.model, layers } }, coefficients);
  const [one, two] = [at(10_000), at(20_000)];
  const share = (two.high - one.high) / (two.likely - one.likely);
  const rounded = (value: number) => Number(value.toFixed(9));
  return [rounded(one.low / one.likely), rounded(share), rounded(one.high - share * one.likely)];
}

/** Sizes are captured up to this one, however many sequences there are. */
function largestCapture(unit: PlanContext): number {
  const settings = { ...unit.settings, sequences: 4096, batchedTokens: 65_536 };
  const captures = captureCount({ ...unit, settings });
  return [512, 1024].find((largest) => 2 * sizesUpTo(largest) === captures) ?? 512;
}
