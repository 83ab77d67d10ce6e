import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { findGpu } from '@archon/sizing/gpu-parts';
import { findModel } from '@archon/sizing/models';
import type { QuestionOptions } from '@archon/sizing/types';
import type { ValuesRequest } from './choose-values.ts';
import { isSharded, optionsOfValues } from './engine-options.ts';

/** What a person has picked in the configurator: all of its state. What is left out is chosen by the planner. */
export interface Choices {
  /** Id of the catalog. */
  readonly gpu?: string;
  /** What CUDA reports, in GiB: on this GPU, or on one that the catalog does not have. */
  readonly totalGiB?: number;
  /** Compute capability of a GPU that the catalog does not have, as `8.9`. */
  readonly computeCapability?: string;
  readonly gpuCount: number;
  /** Id of the catalog, or of a model that the page has read. */
  readonly model?: string;
  /** Commit at which the model was read from the Hub; left out: it is one of the catalog, or a configuration was pasted. */
  readonly revision?: string;
  /** Tokens of one request. */
  readonly context?: number;
  /** Concurrent requests of the whole context. */
  readonly users: number;
  readonly release?: string;
  readonly engine: EngineChoices;
  /** Further values of the chart: they are in the file as they are. */
  readonly set?: Values;
}

export type Values = Readonly<Record<string, unknown>>;

/** Engine values that a person may set in the configurator. */
export interface EngineChoices {
  readonly kvCacheDtype?: 'auto' | 'fp8';
  readonly maxNumSeqs?: number;
  readonly gpuMemoryUtilization?: number;
  readonly enforceEager?: boolean;
}

export const noChoices: Choices = { gpuCount: 1, users: 1, engine: {} };

/** Choices as a request for values. */
export interface ChosenRequest extends ValuesRequest {
  readonly model: Model;
}

/** The GPU of the choices; one that the catalog does not have has the id "". Undefined: none is chosen. */
export function chosenGpu({ gpu, totalGiB, computeCapability }: Choices): Gpu | undefined {
  if (gpu !== undefined) return findGpu(gpu);
  if (totalGiB === undefined) return undefined;
  return {
    id: '',
    name: `a GPU with ${totalGiB.toFixed(2)} GiB`,
    ...(computeCapability !== undefined && { computeCapability }),
    kind: 'desktop',
    memory: { cudaGiB: totalGiB },
    sources: [],
  };
}

/** The model of the choices: the one that was read where it has its id, else that of the catalog. */
export function chosenModel({ model = '', revision }: Choices, read?: Model): Model | undefined {
  if (read?.id === model) return read;
  return revision === undefined ? findModel(model) : undefined;
}

/** A request for the model of the choices on their GPU; undefined where one of them is missing. */
export function requestOf(choices: Choices, read?: Model): ChosenRequest | undefined {
  const [gpu, model] = [chosenGpu(choices), chosenModel(choices, read)];
  return gpu && model && requestFor(choices, gpu, model);
}

/** A request for a model on a GPU, with everything else as chosen. */
export function requestFor(choices: Choices, gpu: Gpu, model: Model): ChosenRequest {
  const { gpuCount, users, context, release, engine, totalGiB, set } = choices;
  const further = optionsOfValues(set ?? {});
  const fixed: QuestionOptions = {
    ...(gpuCount > 1 && !isSharded(further) && { tensorParallelSize: gpuCount }),
    ...further,
    ...engine,
  };
  return {
    gpu,
    model,
    gpuCount,
    users,
    ...(totalGiB !== undefined && { totalGiB }),
    ...(context !== undefined && { context }),
    ...(release !== undefined && { release }),
    fixed,
  };
}
