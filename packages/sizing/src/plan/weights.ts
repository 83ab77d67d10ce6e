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
  const tower = model.languageGiB === undefined ? 0 : Math.max(0, whole.likely - model.languageGiB);
  const vision = settings.withoutTower ? tower : 0;
  // a pipeline's ends hold the embedding or the output layer as well as their layers
  const embedding = pp > 1 ? (model.vocab * model.hidden * settings.dtypeBytes) / GIB : 0;
  const share = Math.ceil(model.layers / pp) / model.layers;
  const rest = lora + (embedding - (vision + embedding) * share) / tp;
  const padding = expertPadding(model, gpu.capability, tp);
  const draft = settings.speculative?.weights;
  const onShard = (bound: 'likely' | 'low' | 'high') => {
    const loaded =
      (inType(whole[bound], model, settings.dtypeBytes) / tp + padding[bound]) * share +
      rest +
      (draft?.[bound] ?? 0) / tp;
    return loaded - Math.min(settings.offloadGiB, decoderLayers(whole[bound] - tower, model) / tp / pp);
  };
  return {
    likely: onShard('likely'),
    low: onShard('low'),
    high: onShard('high') + lora * 0.3,
    basis: [whole.basis, lora > 0 && 'with the slots of LoRA adapters', draft && draft.high > 0 && 'with the draft']
      .filter(Boolean)
      .join('; '),
  };
}

/** A checkpoint in the type that it is computed in. Quantized matrices stay as they are; embedding and output layer do not. */
function inType(gib: number, model: PlanContext['model'], bytes: number): number {
  if (model.weightBytes === undefined) return gib;
  const factor = bytes / model.weightBytes;
  return model.quantized ? gib + model.embeddingGiB * (factor - 1) : gib * factor;
}

/**
 * What cpu_offload_gb may take: the decoder layers alone go through the offloader (model_executor/models/utils.py,
 * make_layers), so embedding, output layer and vision tower stay.
 */
const decoderLayers = (gib: number, model: PlanContext['model']): number => Math.max(0, gib - model.embeddingGiB);

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
