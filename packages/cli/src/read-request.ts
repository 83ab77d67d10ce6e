import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { findRelease, newestRelease } from '@archon/sizing/releases';
import type { QuestionOptions } from '@archon/sizing/types';
import { ArchonError } from '@archon/values/problem';
import { gpuNamed, modelNamed, releaseNamed } from './catalog-names.ts';
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
}

/** What the flags and the values ask the planner, with the entries of the catalog. */
export interface PlanRequest {
  readonly gpu?: Gpu;
  readonly model?: Model;
  readonly release?: string;
  readonly gpuCount?: number;
  readonly usedGiB?: number;
  readonly warm?: boolean;
  readonly options: QuestionOptions;
  /** What the answer assumes in addition to the planner's own assumptions. */
  readonly assumptions: readonly string[];
}

/** Reads flags and values. The values model is only loaded where there are values. */
export async function readRequest(options: PlanOptions): Promise<PlanRequest> {
  if (options.model !== undefined && options.modelConfig !== undefined)
    throw new ArchonError([
      { path: '--model-config', message: 'Both --model and --model-config name a model. Leave one of the two out.' },
    ]);
  const flaggedGpu = options.gpu === undefined ? undefined : gpuNamed(options.gpu);
  const flagged = options.modelConfig === undefined ? undefined : await modelOfConfig(options.modelConfig);
  const model = flagged ?? (options.model === undefined ? undefined : modelNamed(options.model));
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
  if (flaggedGpu && product && flaggedGpu !== product)
    throw new ArchonError([
      {
        path: '--gpu',
        message: `--gpu says ${flaggedGpu.id}, but gpu.product is ${product.id}.`,
        hint: 'Leave one of the two out.',
      },
    ]);
  const served = model ?? (values.model === undefined ? undefined : modelNamed(values.model, 'model.id'));
  const whole = flaggedGpu ?? product;
  const gpu = whole && values.gpuPart !== '' && !('part' in whole) ? gpuNamed(whole.id + values.gpuPart) : whole;
  const { release: planned, options: engine, preset } = values;
  return {
    ...(gpu && { gpu }),
    ...(served && { model: served }),
    ...(planned !== undefined && { release: planned }),
    gpuCount: values.gpuCount,
    ...(options.usedGib !== undefined && { usedGiB: gibOf(options.usedGib) }),
    ...(options.warm && { warm: true }),
    options: engine,
    assumptions: [
      ...(preset === '' ? [] : [`Preset ${preset}.`]),
      ...plannedAs(planned),
      ...(gpuCount !== undefined && gpuCount > 1 && engine.tensorParallelSize === gpuCount
        ? [`${gpuCount} GPUs share each layer: engine.tensorParallelSize ${gpuCount}.`]
        : []),
    ],
  };
}

function withoutValues({ release, gpuCount = 1 }: FlagsInPlan): ValuesInPlan {
  const options = gpuCount > 1 ? { tensorParallelSize: gpuCount } : {};
  return { release: release ?? newestRelease.version, gpuCount, options, preset: '', gpuPart: '' };
}

/** Between two releases of the catalog, the older one speaks. */
function plannedAs(release: string | undefined): string[] {
  const entry = release === undefined ? undefined : findRelease(release);
  return !entry || entry.version === release
    ? []
    : [`vLLM ${release} is not in the catalog: evaluated as ${entry.version}, the release before it.`];
}

async function modelOfConfig(path: string): Promise<Model> {
  const { readModelConfig } = await import('@archon/sizing');
  return readModelConfig(path);
}

function gibOf(text: string): number {
  const gib = Number(text);
  if (text.trim() !== '' && gib >= 0 && gib <= 1024) return gib;
  throw new ArchonError([
    { path: '--used-gib', message: `--used-gib must be a number of GiB, not ${JSON.stringify(text)}.` },
  ]);
}

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0 && count <= 1024) return count;
  throw new ArchonError([
    { path: '--gpu-count', message: `--gpu-count must be a positive integer, not ${JSON.stringify(text)}.` },
  ]);
}
