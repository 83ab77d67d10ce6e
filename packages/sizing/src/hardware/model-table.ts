import type { Model } from '../catalog-types.ts';
import { compilePeak, expertWorkspace, hiddenStates, layerPeak } from '../plan/activation.ts';
import { coefficients } from '../plan/coefficients.gen.ts';
import { versionBehaviour } from '../plan/version-behaviour.ts';
import { kvLayout } from '../plan/kv-layout.ts';
import { modelSpecOf, type ModelSpec } from '../plan/model-spec.ts';
import { versionNumber } from '../plan/versions.ts';
import { weights } from '../plan/weights.ts';
import { models } from '../models.ts';
import { newestRelease } from '../releases.ts';
import { figure, versions } from './by-release.ts';
import { byGpuFamily, gpuFamilies, type GpuFamily } from './gpu-family.ts';
import { uncertaintyOf, contextOf } from './behaviour-table.ts';

const GIB = 2 ** 30;
/** A release without doubts of its own. */
const SETTLED = versionNumber('0.19.1');

type Weights = readonly [low: number, likely: number, high: number];

/** A model as the chart counts it: weights and doubts in GiB, all else in bytes. */
export interface ModelRow {
  /** Quantization method of the checkpoint. */
  readonly method?: string;
  /** Why its memory is not counted; then the figures are left out. */
  readonly uncounted?: string;
  readonly weights?: Weights;
  /** By class of GPUs, where its kernels pad the weights. */
  readonly weightsOn?: Record<GpuFamily, Weights>;
  readonly layers?: number;
  /** Per batched token, at the peak of a layer. */
  readonly layer?: number;
  /** Per batched token, the experts' workspace. */
  readonly experts?: number;
  /** Per batched token, beside the sampler. */
  readonly hidden?: number;
  /** Entries of the vocabulary. */
  readonly vocab?: number;
  /** The embedding, which a cold compile copies. */
  readonly table?: number;
  /** A block of 16 tokens over the layers that it serves, at one byte per element. */
  readonly block?: number;
  /** Groups of full layers, and of layers that slide. */
  readonly full?: number;
  readonly sliding?: number;
  readonly window?: number;
  readonly positions?: number;
  readonly vision?: true;
  readonly latent?: true;
  readonly doubt?: readonly [below: number, above: number];
  /** First release that runs it with the second model runner. */
  readonly secondRunner?: string;
}

/** By model, the coefficients. */
export function modelTable(): Record<string, ModelRow> {
  return Object.fromEntries(models.map((model) => [model.id, modelRow(model)]));
}

/** Why the memory of a model is not counted; undefined: it is. */
export function uncountedModel(model: Model): string | undefined {
  const spec = modelSpecOf(model);
  if (!spec.weights) return 'the size of its weights is not known';
  if (spec.recurrent) return 'it has recurrent layers';
  return spec.dtype === 'float32' ? 'it is a model in 32 bit' : undefined;
}

function modelRow(model: Model): ModelRow {
  const spec = modelSpecOf(model);
  const method = spec.method === undefined ? {} : { method: spec.method };
  const uncounted = uncountedModel(model);
  if (uncounted !== undefined) return { ...method, uncounted };
  const unit = contextOf(SETTLED, gpuFamilies.consumer, spec);
  const oneByte = { ...unit, settings: { ...unit.settings, kvBytes: 1 } };
  const layout = kvLayout(oneByte);
  const doubt = uncertaintyOf(unit);
  const experts = expertWorkspace(unit) * GIB;
  // the table of a model with images is not copied, but the figure is the same for all
  const table =
    (compilePeak({ ...unit, model: { ...spec, vision: false } }, coefficients.activation) -
      coefficients.activation.compile) *
    GIB;
  return {
    ...method,
    ...weightsOf(spec),
    layers: spec.layers,
    layer: figure(layerPeak(unit, coefficients.activation.streams) * GIB),
    ...(experts > 0 && { experts: figure(experts) }),
    hidden: figure(hiddenStates(unit) * GIB),
    vocab: spec.vocab,
    table: Math.round(table),
    block: layout.blockBytes,
    full: layout.fullGroups,
    ...(layout.slidingGroups > 0 && { sliding: layout.slidingGroups, window: layout.window }),
    positions: spec.maxPositions!,
    ...(spec.vision && { vision: true as const }),
    ...(spec.mla && { latent: true as const }),
    ...((doubt.below !== 0 || doubt.above !== 0) && { doubt: [doubt.below, doubt.above] as const }),
    ...secondRunner(spec),
  };
}

function weightsOf(model: ModelSpec): Pick<ModelRow, 'weights' | 'weightsOn'> {
  const on = (capability: number): Weights => {
    const { low, likely, high } = weights(contextOf(SETTLED, capability, model))!;
    return [figure(low), figure(likely), figure(high)];
  };
  if (!model.moe?.packed) return { weights: on(gpuFamilies.consumer) };
  return { weightsOn: byGpuFamily(on) };
}

/** No model goes back to the first runner: a test holds the table to the planner on every release. */
function secondRunner(model: ModelSpec): { secondRunner?: string } {
  const runs = (version: string) =>
    versionBehaviour(versionNumber(version), gpuFamilies.consumer, model).runnerV2 === true;
  if (!runs(newestRelease.version)) return {};
  return { secondRunner: versions().find(runs)! };
}
