import type { Model } from '../catalog-types.ts';
import { gpus } from '../gpus.ts';
import { models } from '../models.ts';
import { compilePeak, expertWorkspace, hiddenStates, layerPeak } from '../plan/activation.ts';
import { coefficients } from '../plan/coefficients.gen.ts';
import { gpuSpecOf } from '../plan/gpu-spec.ts';
import { methodKey } from '../plan/compatibility.ts';
import { CONTEXT } from '../plan/headroom.ts';
import { kvLayout } from '../plan/kv-layout.ts';
import type { ElementType } from '../plan/model-types.ts';
import { typesOfModel } from '../plan/type-objections.ts';
import { modelSpecOf, type ModelSpec } from '../plan/model-spec.ts';
import { nonTorch } from '../plan/non-torch.ts';
import type { GpuSpec, PlanContext } from '../plan/plan-context.ts';
import { settingsOf } from '../plan/settings.ts';
import { uncertaintiesOf } from '../plan/uncertainties.ts';
import { versionBehaviour } from '../plan/version-behaviour.ts';
import { versionNumber } from '../plan/versions.ts';
import { newestRelease } from '../releases.ts';
import { weights } from '../plan/weights.ts';
import { attentionClass } from './attention-rows.ts';
import { figure, versions } from './by-release.ts';
import { imageRow, type ImageRow } from './image-row.ts';
import { shardRows, type ShardRows } from './shard-rows.ts';
import { byGpuFamily, gpuFamilies, gpuFamily, type GpuFamily } from './gpu-family.ts';

/*
 * The memory that the planner counts, as sums that a chart can compare. The planner's bounds are
 *
 *     likely ± (constant + share x used + hypot(what each part leaves open) + uncertainties)
 *
 * and each row holds its terms twice: once so that the sum is never below the optimistic bound, once so that it is
 * never above the pessimistic one. The root goes by
 *
 *     hypot(a, x, y, …) <= a + widen(a, x) + widen(a, y) + …    where widen(a, x) = hypot(a, x) - a <= x
 *
 * which holds because hypot(a, x) - a only falls as `a` grows. `a` is what is left open outside PyTorch. Parts that are
 * the greater of several, or grow with a setting, are monotone and are replaced by a bound on their own side.
 */

export const GIB = 2 ** 30;
/** The chart counts from here on: one engine, one KV cache layout, and a cold compile is always likely. */
export const COUNTED_FROM = '0.14.0';
export const { below, above } = coefficients.bounds;
/** To the side that makes a bound wider. */
const roundUp = (gib: number): number => Math.ceil(gib * 1e4) / 1e4;
const widen = (known: number, open: number): number => Math.hypot(known, open) - known;

/** A GPU, in GiB. */
export interface GpuRow {
  readonly name: string;
  /** The node label nvidia.com/gpu.product. */
  readonly label?: string;
  /** Its MIG profiles. */
  readonly mig?: readonly string[];
  readonly capability?: string;
  readonly family?: GpuFamily;
  /** What CUDA reports, likely. Left out: memory is not counted. */
  readonly total?: number;
  /** How much more, and less, there may be. */
  readonly above?: number;
  readonly below?: number;
  /** How often what images leave counts on top, where the memory is shared with the CPU. */
  readonly copies?: number;
  /** What must stay outside the budget. */
  readonly outside?: number;
  /** Index into `batch` of a behaviour. */
  readonly tier?: number;
}

export function gpuRows(): Record<string, GpuRow> {
  const { up: optimistic, down: pessimistic } = openOutsideTorch();
  return Object.fromEntries(
    gpus.map((gpu): [string, GpuRow] => {
      const spec = gpuSpecOf(gpu);
      const row = {
        name: gpu.name,
        ...(gpu.nodeLabel && { label: gpu.nodeLabel.product }),
        ...(gpu.mig && { mig: gpu.mig.map(({ profile }) => profile) }),
        ...(gpu.computeCapability !== undefined && { capability: gpu.computeCapability }),
      };
      if (Number.isNaN(spec.capability) || Number.isNaN(spec.total.likely)) return [gpu.id, row];
      const { total, capability, unified } = spec;
      const unit = contextOf(SETTLED, capability, plain, spec);
      const uncertain = uncertaintyOf(unit);
      const host = hostOf(unit);
      return [
        gpu.id,
        {
          ...row,
          family: gpuFamily(capability),
          total: Number(total.likely.toFixed(5)),
          above: roundUp(widen(optimistic, total.high - total.likely) + uncertain.above + host.above + 1e-5),
          below: roundUp(widen(pessimistic, total.likely - total.low) + uncertain.below + host.below + 1e-5),
          ...(unified && { copies: SHARED_COPIES }),
          outside: unified ? CONTEXT.unified : CONTEXT.most,
          tier: tierOf(spec),
        },
      ];
    }),
  );
}

/** Copies of pixels by the pessimistic bound: by their share of what is used, and what they leave open. */
const SHARED_COPIES = figure(coefficients.nonTorch.unifiedPixels * (1.3 + below[1]));

/** What is counted on top where the memory is shared with the CPU, with all that images hold there but the pixels. */
function hostOf(unit: PlanContext): { above: number; below: number } {
  if (!unit.gpu.unified) return { above: 0, below: 0 };
  const [own, other] = [
    nonTorch(unit, coefficients),
    nonTorch({ ...unit, gpu: { ...unit.gpu, unified: false } }, coefficients),
  ];
  const images = coefficients.nonTorch.unifiedImages;
  return {
    above: above[1] * (own.likely - other.likely + images),
    below: own.high - other.high + below[1] * (own.likely - other.likely) + (1.3 + below[1]) * images,
  };
}

/** A model: GiB of memory, bytes per token, and counts. */
export interface ModelRow {
  /** Quantization method of the checkpoint. */
  readonly method?: string;
  /** Row of the methods, where it is not the method itself. */
  readonly kernels?: string;
  /** What it asks of attention (attention-rows.ts). */
  readonly attention: string;
  /** The types that it runs in; left out: all. */
  readonly types?: readonly ElementType[];
  /** What it cannot be divided into on GPUs without FP8, where that is more than on others. */
  readonly shards?: ShardRows;
  /** Why its memory is not counted (a key of the messages); then the figures are left out. */
  readonly uncounted?: string;
  /** What does not depend on settings, by the optimistic and by the pessimistic bound. By family where kernels pad. */
  readonly weights?: readonly [least: number, most: number] | Record<GpuFamily, readonly [number, number]>;
  readonly layers?: number;
  /** Bytes per batched token at the peak of a layer, and while sampling. */
  readonly layer?: number;
  readonly sampler?: number;
  readonly vocab?: number;
  /** What a cold compile adds, in GiB. */
  readonly cold?: number;
  /** The encoder for images, by the pessimistic bound. */
  readonly images?: ImageRow;
  /** Bytes of KV cache per token at one byte per element: of full layers, and of sliding layers within their window. */
  readonly kv?: number;
  readonly slidingKv?: number;
  readonly window?: number;
  readonly positions?: number;
  /** First release that runs it with the second model runner. */
  readonly secondRunner?: string;
}

/** By id. A row is made when it is first read: a check of values reads one of them. */
export function modelRows(): Record<string, ModelRow> {
  const rows: Record<string, ModelRow> = {};
  for (const model of models) {
    let row: ModelRow | undefined;
    Object.defineProperty(rows, model.id, { enumerable: true, get: () => (row ??= modelRow(model)) });
  }
  return rows;
}

function modelRow(model: Model): ModelRow {
  const spec = modelSpecOf(model);
  const kernels = methodKey(spec.method, spec.bits);
  const types = typesOfModel(spec);
  const method = {
    ...(spec.method !== undefined && { method: spec.method }),
    ...(kernels !== spec.method && kernels !== undefined && { kernels }),
    attention: attentionClass(spec),
    ...(types && { types }),
    ...shardsWithoutFp8(model),
  };
  const uncounted = !spec.weights
    ? 'unknownWeights'
    : spec.recurrent
      ? 'recurrent'
      : (spec.pooling ?? spec.audio)
        ? 'otherTask'
        : spec.dtype === 'float32'
          ? 'wideModel'
          : spec.kvCacheDtype
            ? 'unknownKvType'
            : undefined;
  if (uncounted !== undefined) return { ...method, uncounted };
  const unit = contextOf(SETTLED, gpuFamilies.consumer, spec);
  const layout = kvLayout({ ...unit, settings: { ...unit.settings, kvBytes: 1 } });
  const { activation: a } = coefficients;
  const experts = expertWorkspace(unit);
  const kept = (keep: 'all' | 'window') => layout.groups.filter((group) => group.keep === keep);
  const perToken = (keep: 'all' | 'window') =>
    kept(keep).reduce((sum, { count, blockTokens }) => sum + (count * layout.blockBytes) / blockTokens, 0);
  const groups = (keep: 'all' | 'window') => kept(keep).reduce((sum, { count }) => sum + count, 0);
  const full = perToken('all');
  const sliding = perToken('window');
  // a request may fill the last block of each group by one token, a sliding group holds one block more, and one is kept back
  const rounded = (2 * layout.blockBytes * (groups('all') + 2 * groups('window'))) / GIB;
  return {
    ...method,
    weights: spec.moe?.packed
      ? byGpuFamily((capability) => weightBounds(spec, capability, rounded))
      : weightBounds(spec, gpuFamilies.consumer, rounded),
    layers: spec.layers,
    layer: figure((layerPeak(unit, a.streams) + experts) * GIB),
    sampler: figure((hiddenStates(unit) + experts * a.experts) * GIB),
    vocab: spec.vocab,
    cold: figure(compilePeak(unit, a)),
    ...(spec.vision && {
      images: imageRow(countedReleases().map((release) => contextOf(release, gpuFamilies.consumer, spec))),
    }),
    kv: figure(full),
    ...(sliding > 0 && { slidingKv: figure(sliding), window: spec.sliding!.size }),
    positions: spec.maxPositions!,
    ...secondRunner(spec),
  };
}

function shardsWithoutFp8(model: Model): { shards?: ShardRows } {
  const [without, able] = [shardRows(model, gpuFamilies.consumer), shardRows(model, gpuFamilies.blackwell)];
  return without && JSON.stringify(without) !== JSON.stringify(able) ? { shards: without } : {};
}

/** Weights with everything else of a model that no setting changes: uncertainties. */
function weightBounds(spec: ModelSpec, capability: number, rounded: number): [number, number] {
  // latent attention is uncertain from 0.20 on; the chart takes it so for all releases
  const uncertain = uncertaintyOf(contextOf(versionNumber('0.28.0'), capability, spec));
  const { low, likely, high } = weights(contextOf(SETTLED, capability, spec))!;
  const { up, down } = openOutsideTorch();
  const least = likely - widen(up, likely - low) - uncertain.above;
  const most = likely + widen(down, high - likely) + uncertain.below + rounded;
  return [-roundUp(-least), roundUp(most)];
}

/** No model goes back to the first runner: a test holds the table to the planner on every release. */
function secondRunner(spec: ModelSpec): { secondRunner?: string } {
  const found = versions().find(
    (version) => versionBehaviour(versionNumber(version), gpuFamilies.consumer, spec).runnerV2 === true,
  );
  return found === undefined ? {} : { secondRunner: found };
}

const SETTLED = versionNumber('0.19.1');

/** A model of which only the vocabulary takes memory: one byte is one byte per sequence and entry. */
export const plain: ModelSpec = {
  layers: 1,
  kvHeads: 1,
  headDim: 1,
  hidden: 0,
  intermediate: 1,
  vocab: 1,
  embeddingGiB: 0,
  vision: false,
  quantized: false,
  architecture: '-',
  dtype: 'bfloat16',
};

export const totalOf = (gib: number) => ({ likely: gib, low: gib, high: gib, basis: '' });

/** One sequence and one token of a model: what each part takes of them is a factor. */
export function contextOf(
  release: number,
  capability: number,
  model: ModelSpec,
  known: Partial<GpuSpec> = {},
): PlanContext {
  const gpu: GpuSpec = { total: totalOf(16), capability, windows: false, unified: false, ...known };
  const behaviour = versionBehaviour(release, capability, model);
  const options = { maxNumSeqs: 1, maxNumBatchedTokens: 1 };
  return { gpu, model, behaviour, release, settings: settingsOf(options, behaviour, release, model, 16, capability) };
}

/** Totals of which vLLM's defaults for the batch differ. */
export const TIERS = [16, 80, 180] as const;

/** vLLM's own defaults. */
export function defaultsOf({ behaviour, release, model, gpu }: PlanContext) {
  return settingsOf({}, behaviour, release, model, gpu.total.likely, gpu.capability);
}

function tierOf(gpu: GpuSpec): number {
  const { batchedTokens } = defaultsOf(contextOf(versionNumber(newestRelease.version), gpu.capability, plain, gpu));
  return [2048, 8192, 16_384].indexOf(batchedTokens);
}

const countedReleases = (): number[] => versions(COUNTED_FROM).map(versionNumber);

/** What the planner leaves open outside PyTorch at least, upwards and downwards, of all releases and families. Made once. */
let leastOpen: { up: number; down: number } | undefined;
function openOutsideTorch(): { up: number; down: number } {
  if (leastOpen) return leastOpen;
  const open = Object.values(gpuFamilies).flatMap((capability) =>
    countedReleases().map((release) => {
      const { low, likely, high } = nonTorch(contextOf(release, capability, plain), coefficients);
      return { up: likely - low, down: high - likely };
    }),
  );
  leastOpen = { up: Math.min(...open.map((one) => one.up)), down: Math.min(...open.map((one) => one.down)) };
  return leastOpen;
}

export function uncertaintyOf(context: PlanContext): { below: number; above: number } {
  const found = uncertaintiesOf(context);
  const sum = (key: 'below' | 'above') => figure(found.reduce((all, one) => all + one[key], 0));
  return { below: sum('below'), above: sum('above') };
}
