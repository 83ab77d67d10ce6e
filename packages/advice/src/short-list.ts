import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { gpus, reportedGiB } from '@archon/sizing/gpus';
import { models } from '@archon/sizing/models';
import type { Choices } from './choices.ts';
import { quickOutcome, type QuickOutcome, type Verdict } from './outcome.ts';
import { bits, size } from './rank.ts';

/** A model with what becomes of it on the chosen GPU. */
export interface ListedModel extends QuickOutcome {
  readonly model: Model;
}

/** A GPU with what becomes of the chosen model on it. */
export interface ListedGpu extends QuickOutcome {
  readonly gpu: Gpu;
}

const order: Readonly<Record<Verdict, number>> = { fits: 0, starts: 1, uncertain: 2, unknown: 3, no: 4 };
/** A shorter context is of little use for code. */
const useful = 8192;

/** What fits first, and of that what serves a useful context. */
const byVerdict = (a: QuickOutcome, b: QuickOutcome): number =>
  order[a.verdict] - order[b.verdict] || short(a) - short(b);

/** The models for a GPU: what fits first, then code models, then larger ones. */
export function listModels(choices: Choices, gpu: Gpu): ListedModel[] {
  return models
    .map((model) => ({ model, ...quickOutcome(choices, gpu, model) }))
    .toSorted(
      (a, b) =>
        byVerdict(a, b) ||
        Number(b.model.codeModel ?? false) - Number(a.model.codeModel ?? false) ||
        size(b.model) - size(a.model) ||
        bits(b.model) - bits(a.model),
    );
}

/** The GPUs for a model: what fits first, then smaller ones. */
export function listGpus(choices: Choices, model: Model): ListedGpu[] {
  const { totalGiB: _, computeCapability: __, ...listed } = choices;
  return gpus
    .map((gpu) => ({ gpu, ...quickOutcome(listed, gpu, model) }))
    .toSorted((a, b) => byVerdict(a, b) || (reportedGiB(a.gpu) ?? 0) - (reportedGiB(b.gpu) ?? 0));
}

const short = ({ context = useful, reach }: QuickOutcome): number =>
  Number(context < useful && reach !== undefined && reach().selected.options.maxModelLen < useful);
