import type { Gpu, Model } from '@archon/sizing/catalog-types';
import type { Answer, QuestionOptions } from '@archon/sizing/types';
import { planContext } from './longest-context.ts';

/** A model on a GPU, or a GPU for a model. */
export interface Ranked {
  readonly name: string;
  /** Information to show: `code`, `apache-2.0`; memory of a GPU. */
  readonly about: string;
  readonly answer: Answer;
  /** The longest context that fits, where none was requested and the model's maximum does not. */
  readonly upTo?: number;
}

interface Terms {
  readonly release?: string;
  readonly gpuCount?: number;
  readonly usedGiB?: number;
  readonly warm?: boolean;
  readonly options: QuestionOptions;
  /** The options are values as they are served: no other context is tried. */
  readonly asIs?: boolean;
}

/** A shorter context is of little use for code: what holds no longer one comes later. */
const useful = 8192;

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
    .map(({ model, ...ranked }) => ({
      name: model.id,
      about: `${model.licence ?? 'unknown'}${model.codeModel ? ', for code' : model.pooling ? ', embeds or ranks' : ''}`,
      ...ranked,
    }));
}

/** The GPUs for a model: what fits first, then smaller ones. */
export function rankGpus(gpus: readonly Gpu[], model: Model, terms: Terms): Ranked[] {
  return gpus
    .map((gpu) => ({ gpu, ...rank(gpu, model, terms) }))
    .toSorted((a, b) => order(a) - order(b) || memory(a.gpu) - memory(b.gpu))
    .map(({ gpu, ...ranked }) => ({
      name: gpu.id,
      about: memory(gpu) > 0 ? `${memory(gpu).toFixed(1)} GiB` : 'unknown',
      ...ranked,
    }));
}

type Planned = Pick<Ranked, 'answer' | 'upTo'>;

function rank(gpu: Gpu, model: Model, { options, release, gpuCount, usedGiB, warm, asIs }: Terms): Planned {
  const known = {
    ...(release !== undefined && { release }),
    ...(gpuCount !== undefined && { gpuCount }),
    ...(usedGiB !== undefined && { usedGiB }),
    ...(warm && { warm }),
  };
  const { answer, upTo } = planContext({ gpu: gpu.id, model, ...known, options }, model, asIs);
  return { answer, ...(upTo !== undefined && { upTo }) };
}

function order({ answer: { fits }, upTo = useful }: Planned): number {
  if (fits === true) return upTo < useful ? 1 : 0;
  return fits === null ? 2 : 3;
}

export const bits = ({ quantization }: Model): number => quantization?.bits ?? 16;

const memory = ({ memory: { nvidiaSmiMiB, marketingGiB } }: Gpu): number =>
  nvidiaSmiMiB === undefined ? (marketingGiB ?? 0) : nvidiaSmiMiB / 1024;

/** Parameters in billions: as the name says, else from the bytes. */
export function size({ id, weights, quantization }: Model): number {
  const named = /(\d+(?:\.\d+)?)B\b/i.exec(id)?.[1];
  return named === undefined ? ((weights?.bytes ?? 0) * 8) / (quantization?.bits ?? 16) / 1e9 : Number(named);
}
