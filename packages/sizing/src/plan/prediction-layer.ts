import type { ModelSpec } from './model-spec.ts';
import type { Bounded } from './types.ts';

const GIB = 2 ** 30;

/** Classes whose checkpoints have layers that predict further tokens (mtp), and whether a gate doubles their queries. */
const PREDICTS: Readonly<Record<string, { readonly gated?: true }>> = {
  DeepseekV3ForCausalLM: {},
  Glm4MoeForCausalLM: {},
  Glm4MoeLiteForCausalLM: {},
  Qwen3NextForCausalLM: { gated: true },
  Qwen3_5ForCausalLM: { gated: true },
  Qwen3_5ForConditionalGeneration: { gated: true },
  Qwen3_5MoeForCausalLM: { gated: true },
  Qwen3_5MoeForConditionalGeneration: { gated: true },
};

export interface PredictionLayer {
  readonly layers: number;
  /** In GiB, before shards divide them. */
  readonly weights: Bounded;
}

/**
 * The layer that mtp runs: one with full attention as the others have it, and a projection of two hidden states to one
 * (qwen3_5_mtp.py, deepseek_mtp.py, glm4_moe_mtp.py). FP8 checkpoints have it in 8 bit; in others it mostly stays in 16 bit,
 * for their recipes leave it out. A weight that a question gives, as vLLM prints it, includes what it loads.
 */
export function predictionLayer(model: ModelSpec): PredictionLayer | undefined {
  const traits = PREDICTS[model.architecture ?? ''];
  if (!traits || (model.moe && model.moe.experts === undefined)) return undefined;
  const elements = attention(model, traits.gated ? 2 : 1) + feedForward(model) + 2 * model.hidden * model.hidden;
  const wide = (elements * 2) / GIB;
  const packed = model.quantized ? (wide * (model.bits ?? 8)) / 16 : wide;
  const likely = model.method === 'fp8' ? packed : wide;
  if (model.weightsGiven) return { layers: 1, weights: { likely: 0, low: 0, high: wide } };
  return { layers: 1, weights: { likely, low: packed, high: wide * 1.02 } };
}

function attention({ hidden, heads = 0, kvHeads, headDim, mla }: ModelSpec, queries: number): number {
  // at most: as if queries and outputs were not compressed
  if (mla) return 2 * hidden * heads * headDim;
  return hidden * headDim * (heads * (queries + 1) + 2 * kvHeads);
}

function feedForward({ hidden, intermediate, moe }: ModelSpec): number {
  if (!moe) return 3 * hidden * intermediate;
  return 3 * hidden * (moe.intermediate * moe.experts! + (moe.shared ?? moe.intermediate));
}
