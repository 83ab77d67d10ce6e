import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { plan } from '@archon/sizing/plan';
import type { Answer, QuestionOptions } from '@archon/sizing/types';

/** A model on a GPU, or a GPU for a model. */
export interface Ranked {
  readonly name: string;
  /** Information to show: `code`, `apache-2.0`; memory of a GPU. */
  readonly about: string;
  readonly answer: Answer;
}

interface Terms {
  readonly release?: string;
  readonly gpuCount?: number;
  readonly usedGiB?: number;
  readonly warm?: boolean;
  readonly options: QuestionOptions;
}

const defaults = { maxModelLen: 8192, maxNumSeqs: 16 } as const;

/** The options of a ranking by default: useful for a coding model. */
export function rankingOptions(options: QuestionOptions): QuestionOptions {
  return { ...defaults, ...options };
}

/** The models for a GPU: what fits first, then code models, then larger ones. */
export function rankModels(models: readonly Model[], gpu: Gpu, terms: Terms): Ranked[] {
  return models
    .map((model) => ({ model, ...rank(gpu, model, terms) }))
    .toSorted(
      (a, b) =>
        order(a) - order(b) ||
        Number(b.model.codeModel ?? false) - Number(a.model.codeModel ?? false) ||
        size(b.model) - size(a.model) ||
        bits(b.model) - bits(a.model),
    )
    .map(({ model, answer }) => ({
      name: model.id,
      about: `${model.licence ?? 'unknown'}${model.codeModel ? ', for code' : ''}`,
      answer,
    }));
}

/** The GPUs for a model: what fits first, then smaller ones. */
export function rankGpus(gpus: readonly Gpu[], model: Model, terms: Terms): Ranked[] {
  return gpus
    .map((gpu) => ({ gpu, ...rank(gpu, model, terms) }))
    .toSorted((a, b) => order(a) - order(b) || memory(a.gpu) - memory(b.gpu))
    .map(({ gpu, answer }) => ({ name: gpu.id, about: `${memory(gpu).toFixed(1)} GiB`, answer }));
}

function rank(gpu: Gpu, model: Model, { options, release, gpuCount, usedGiB, warm }: Terms): Pick<Ranked, 'answer'> {
  // for a shorter model, its maximum is requested
  const own = Math.min(defaults.maxModelLen, model.geometry.maxPositionEmbeddings);
  const known = {
    ...(release !== undefined && { release }),
    ...(gpuCount !== undefined && { gpuCount }),
    ...(usedGiB !== undefined && { usedGiB }),
    ...(warm && { warm }),
  };
  return { answer: plan({ gpu: gpu.id, model, ...known, options: { ...defaults, maxModelLen: own, ...options } }) };
}

const order = ({ answer: { fits } }: Pick<Ranked, 'answer'>): number => (fits === true ? 0 : fits === null ? 1 : 2);

export const bits = ({ quantization }: Model): number => quantization?.bits ?? 16;

const memory = ({ memory: { nvidiaSmiMiB, marketingGiB } }: Gpu): number =>
  nvidiaSmiMiB === undefined ? (marketingGiB ?? 0) : nvidiaSmiMiB / 1024;

/** Parameters in billions: as the name says, else from the bytes. */
export function size({ id, weights, quantization }: Model): number {
  const named = /(\d+(?:\.\d+)?)B\b/i.exec(id)?.[1];
  return named === undefined ? ((weights?.bytes ?? 0) * 8) / (quantization?.bits ?? 16) / 1e9 : Number(named);
}
