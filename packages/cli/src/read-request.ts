import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { findRelease, newestRelease } from '@archon/sizing/releases';
import type { QuestionOptions } from '@archon/sizing/types';
import { ArchonError } from '@archon/values/problem';
import { gpuNamed, releaseNamed } from '@archon/advice/catalog-names';
import { contradict } from './contradict.ts';
import { type ModelSource, servedModel, type ServedModel } from './served-model.ts';
import { parseSet } from './set-values.ts';
import type { FlagsInPlan, ValuesInPlan } from './values-in-plan.ts';

/** The flags of `archon plan`, as typed. */
export interface PlanOptions {
  gpu?: string;
  gpuCount?: string;
  model?: string;
  modelConfig?: string;
  release?: string;
  usedGib?: string;
  warm?: boolean;
  set?: string[];
  values?: string[];
  batch?: string;
  json?: boolean;
  /** true: that of archon web. */
  link?: string | true;
  /** Where models are read that the catalog does not have; left out: HF_ENDPOINT says. */
  hub?: string;
}

/** What the flags and the values ask the planner, with the entries of the catalog. */
export interface PlanRequest {
  readonly gpu?: Gpu;
  readonly model?: Model;
  /** Where the model was read, if the catalog does not have it. */
  readonly source?: ModelSource;
  readonly release?: string;
  /** Whether flags or values name it; else it is the newest. */
  readonly releaseNamed: boolean;
  readonly gpuCount?: number;
  readonly usedGiB?: number;
  readonly warm?: boolean;
  readonly options: QuestionOptions;
  /** The values of a file: they are planned as they are. */
  readonly asIs?: boolean;
  /** What the answer assumes in addition to the planner's own assumptions. */
  readonly assumptions: readonly string[];
}

/** Reads flags and values. The values model is only loaded where there are values. */
export async function readRequest(options: PlanOptions): Promise<PlanRequest> {
  const flaggedGpu = options.gpu === undefined ? undefined : gpuNamed(options.gpu);
  const flagged = await flaggedModel(options);
  const model = flagged?.model;
  const release = options.release === undefined ? undefined : releaseNamed(options.release);
  const gpuCount = options.gpuCount === undefined ? undefined : countOf(options.gpuCount);
  const flags: FlagsInPlan = {
    ...(model && { model: model.id }),
    ...(release !== undefined && { release }),
    ...(gpuCount !== undefined && { gpuCount }),
  };
  const set = parseSet(options.set ?? []);
  const values =
    options.values === undefined && options.set === undefined
      ? withoutValues(flags)
      : (await import('./values-in-plan.ts')).valuesInPlan(options.values ?? [], set, flags);
  const product = values.gpu === undefined ? undefined : gpuNamed(values.gpu, 'gpu.product');
  contradict('--gpu', flaggedGpu?.id, 'gpu.product', product?.id);
  const { revision } = values;
  const { hub } = options;
  const named = { path: 'model.id', ...(revision !== undefined && { revision }), ...(hub !== undefined && { hub }) };
  const served = flagged ?? (values.model === undefined ? undefined : await servedModel(values.model, named));
  const whole = flaggedGpu ?? product;
  const gpu =
    whole && values.gpuPart !== '' && !('part' in whole)
      ? gpuNamed(whole.id + values.gpuPart, 'gpu.resourceName')
      : whole;
  const { release: planned, options: engine, preset } = values;
  return {
    ...(gpu && { gpu }),
    ...served,
    ...(planned !== undefined && { release: planned }),
    releaseNamed: release !== undefined || values.namesImage,
    gpuCount: values.gpuCount,
    ...(options.usedGib !== undefined && { usedGiB: gibOf(options.usedGib) }),
    ...(options.warm && { warm: true }),
    options: engine,
    ...(options.values !== undefined && { asIs: true }),
    assumptions: [
      ...(preset === '' ? [] : [`Preset ${preset}.`]),
      ...(served?.source ? [served.source.assumption] : []),
      ...plannedAs(planned),
      ...(gpuCount !== undefined && gpuCount > 1 && engine.tensorParallelSize === gpuCount
        ? [`${gpuCount} GPUs share each layer: engine.tensorParallelSize ${gpuCount}.`]
        : []),
    ],
  };
}

function withoutValues({ release, gpuCount = 1 }: FlagsInPlan): ValuesInPlan {
  const options = gpuCount > 1 ? { tensorParallelSize: gpuCount } : {};
  return { release: release ?? newestRelease.version, gpuCount, options, preset: '', gpuPart: '', namesImage: false };
}

/** Between two releases of the catalog, the older one speaks. */
function plannedAs(release: string | undefined): string[] {
  const entry = release === undefined ? undefined : findRelease(release);
  return !entry || entry.version === release
    ? []
    : [`vLLM ${release} is not in the catalog: evaluated as ${entry.version}, the release before it.`];
}

/** The model that --model or --model-config names. */
export async function flaggedModel({ model, modelConfig, hub }: PlanOptions): Promise<ServedModel | undefined> {
  if (model !== undefined && modelConfig !== undefined)
    throw new ArchonError([
      { path: '--model-config', message: 'Both --model and --model-config name a model. Leave one of the two out.' },
    ]);
  if (model !== undefined) return servedModel(model, { path: '--model', ...(hub !== undefined && { hub }) });
  if (modelConfig === undefined) return undefined;
  const { readModelConfig } = await import('@archon/sizing');
  return { model: readModelConfig(modelConfig, { unread: 'keep' }) };
}

function gibOf(text: string): number {
  const gib = Number(text);
  if (text.trim() !== '' && gib >= 0 && gib <= 1024) return gib;
  throw new ArchonError([
    { path: '--used-gib', message: `--used-gib must be a number of GiB, not ${JSON.stringify(text)}.` },
  ]);
}

/** The number that --gpu-count gives. */
export function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0 && count <= 1024) return count;
  throw new ArchonError([
    { path: '--gpu-count', message: `--gpu-count must be a positive integer, not ${JSON.stringify(text)}.` },
  ]);
}
