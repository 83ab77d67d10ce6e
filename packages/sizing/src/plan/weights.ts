import { expertPadding } from './expert-padding.ts';
import type { Situation } from './situation.ts';
import type { Part } from './types.ts';

const GIB = 2 ** 30;

/** Weights of the fullest shard. Left out where the model's size is not known. */
export function weights({ shape, settings, gpu }: Situation): Part | undefined {
  const { weights: whole } = shape;
  if (!whole) return undefined;
  const { tensorParallel: tp, pipelineParallel: pp } = settings;
  const lora = loraWeights(shape, settings);
  const vision =
    settings.languageOnly && shape.languageGiB !== undefined ? Math.max(0, whole.likely - shape.languageGiB) : 0;
  // a pipeline's ends hold the embedding or the output layer beside their layers
  const embedding = pp > 1 ? (shape.vocab * shape.hidden * settings.dtypeBytes) / GIB : 0;
  const share = Math.ceil(shape.layers / pp) / shape.layers;
  const beside = lora - settings.offloadGiB + (embedding - (vision + embedding) * share) / tp;
  const padding = expertPadding(shape, gpu.capability, tp);
  const onShard = (bound: 'likely' | 'low' | 'high') =>
    Math.max(lora, (whole[bound] / tp + padding[bound]) * share + beside);
  return {
    likely: onShard('likely'),
    low: onShard('low'),
    high: onShard('high') + lora * 0.3,
    basis: lora > 0 ? `${whole.basis}; with the slots of LoRA adapters` : whole.basis,
  };
}

/** Slots of LoRA adapters: two matrices of the rank per linear layer, allocated when the server starts (lora/layers). */
function loraWeights(shape: Situation['shape'], settings: Situation['settings']): number {
  if (!settings.lora) return 0;
  const { adapters, rank } = settings.lora;
  const queries = (shape.heads ?? shape.hidden / shape.headDim) * shape.headDim;
  const { hidden, intermediate } = shape;
  const attention = 2 * (hidden + queries) + 2 * (hidden + shape.kvHeads * shape.headDim);
  const perLayer = attention + 3 * (hidden + intermediate);
  const output = hidden + shape.vocab;
  return (adapters * rank * settings.dtypeBytes * (shape.layers * perLayer + output)) / settings.tensorParallel / GIB;
}
