import { expertPadding } from './expert-padding.ts';
import type { PlanContext } from './plan-context.ts';
import type { Part } from './types.ts';

const GIB = 2 ** 30;

/** Weights of the fullest shard. Left out where the model's size is unknown. */
export function weights({ model, settings, gpu }: PlanContext): Part | undefined {
  const { weights: whole } = model;
  if (!whole) return undefined;
  const { tensorParallel: tp, pipelineParallel: pp } = settings;
  const lora = loraWeights(model, settings);
  const vision =
    settings.withoutTower && model.languageGiB !== undefined ? Math.max(0, whole.likely - model.languageGiB) : 0;
  // a pipeline's ends hold the embedding or the output layer as well as their layers
  const embedding = pp > 1 ? (model.vocab * model.hidden * settings.dtypeBytes) / GIB : 0;
  const share = Math.ceil(model.layers / pp) / model.layers;
  const rest = lora - settings.offloadGiB + (embedding - (vision + embedding) * share) / tp;
  const padding = expertPadding(model, gpu.capability, tp);
  const draft = settings.speculative?.weights;
  const onShard = (bound: 'likely' | 'low' | 'high') =>
    Math.max(lora, (whole[bound] / tp + padding[bound]) * share + rest + (draft?.[bound] ?? 0) / tp);
  return {
    likely: onShard('likely'),
    low: onShard('low'),
    high: onShard('high') + lora * 0.3,
    basis: [whole.basis, lora > 0 && 'with the slots of LoRA adapters', draft && draft.high > 0 && 'with the draft']
      .filter(Boolean)
      .join('; '),
  };
}

/** Slots of LoRA adapters: two matrices of the rank per linear layer, allocated when the server starts (lora/layers). */
function loraWeights(model: PlanContext['model'], settings: PlanContext['settings']): number {
  if (!settings.lora) return 0;
  const { adapters, rank } = settings.lora;
  const queries = (model.heads ?? model.hidden / model.headDim) * model.headDim;
  const { hidden, intermediate } = model;
  const attention = 2 * (hidden + queries) + 2 * (hidden + model.kvHeads * model.headDim);
  const perLayer = attention + 3 * (hidden + intermediate);
  const output = hidden + model.vocab;
  return (adapters * rank * settings.dtypeBytes * (model.layers * perLayer + output)) / settings.tensorParallel / GIB;
}
