import type { Model, ModelGeometry } from '../catalog-types.ts';
import type { Part, QuestionModel } from './types.ts';

const GIB = 2 ** 30;

/** A model as the planner counts it. */
export interface ModelSpec {
  readonly id?: string;
  readonly architecture?: string;
  readonly layers: number;
  readonly heads?: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly hidden: number;
  /** Width of the dense feed-forward; 0: there is none. */
  readonly intermediate: number;
  readonly vocab: number;
  /** Context that it reaches as it is; undefined: unknown. */
  readonly maxPositions?: number;
  /** Context that it reaches when told to. */
  readonly longContext?: number;
  readonly moe?: {
    readonly active: number;
    readonly intermediate: number;
    /** Experts of all layers, where kernels pad them beyond the checkpoint (expert-padding.ts). */
    readonly packed?: number;
  };
  readonly mla?: { readonly width: number };
  readonly sliding?: { readonly size: number; readonly layers: number };
  /** Bytes per token of a full layer at one byte per element, where it differs from the others (Gemma 4). */
  readonly fullWidth?: number;
  readonly recurrent?: { readonly layers: number; readonly stateBytes: number };
  readonly vision: boolean;
  readonly audio?: boolean;
  /** It embeds or ranks: no sampler runs. */
  readonly pooling?: boolean;
  /** Nothing is cached, and vLLM profiles nothing. */
  readonly encoderOnly?: boolean;
  /** Tokens that each request holds besides its own. */
  readonly crossTokens?: number;
  readonly quantized: boolean;
  readonly method?: string;
  readonly bits?: number;
  readonly dtype: 'bfloat16' | 'float16' | 'float32' | 'auto';
  /** Weights after loading on one GPU. Left out: unknown. */
  readonly weights?: Part;
  /** Of the language model alone. */
  readonly languageGiB?: number;
  /** What of its configuration was not understood, as sentences. */
  readonly unread?: readonly string[];
}

const specs = new WeakMap<object, ModelSpec>();

/** The shape of a catalog entry, made once. */
export function modelSpecOf(model: Model): ModelSpec {
  let spec = specs.get(model);
  if (!spec) specs.set(model, (spec = fromCatalog(model)));
  return spec;
}

function fromCatalog(model: Model): ModelSpec {
  const { geometry: g, quantization, weights } = model;
  const recurrent = g.linearAttention
    ? { layers: g.linearAttention.layers, stateBytes: linearState(g.linearAttention) }
    : g.mamba
      ? { layers: g.mamba.layers, stateBytes: mambaState(g.mamba) }
      : undefined;
  return {
    id: model.id,
    architecture: model.architecture,
    layers: g.layers,
    heads: g.heads,
    kvHeads: g.kvHeads,
    headDim: g.headDim,
    hidden: g.hiddenSize,
    intermediate: g.intermediateSize ?? 0,
    vocab: g.vocabSize,
    maxPositions: g.maxPositionEmbeddings,
    vision: model.vision === true,
    ...(model.audio && { audio: true }),
    ...(model.pooling && { pooling: true }),
    ...(g.encoderOnly && { encoderOnly: true }),
    ...(g.crossAttentionTokens !== undefined && { crossTokens: g.crossAttentionTokens }),
    quantized: quantization !== undefined,
    dtype: model.dtype,
    ...(model.longContext && { longContext: model.longContext.reaches }),
    ...(g.moe && { moe: expertsOf(g, g.moe, quantization?.method) }),
    ...(g.mla && { mla: { width: g.mla.kvLoraRank + g.mla.qkRopeHeadDim } }),
    ...(g.slidingWindow && { sliding: g.slidingWindow }),
    ...(g.globalAttention && { fullWidth: globalWidth(g.globalAttention) }),
    ...(recurrent && { recurrent }),
    ...(quantization && { method: quantization.method, bits: quantization.bits }),
    ...(weights && { weights: catalogWeights(weights, quantization) }),
    ...(weights?.languageBytes !== undefined && { languageGiB: weights.languageBytes / GIB }),
    ...(model.unread && { unread: model.unread }),
  };
}

export function modelSpecOfQuestion(model: QuestionModel): ModelSpec {
  const quantization =
    typeof model.quantization === 'string' ? { method: model.quantization } : (model.quantization ?? undefined);
  const { weightsGiB } = model;
  return {
    ...(model.id !== undefined && { id: model.id }),
    ...(model.architecture !== undefined && { architecture: model.architecture }),
    layers: model.numHiddenLayers,
    ...(model.numAttentionHeads !== undefined && { heads: model.numAttentionHeads }),
    kvHeads: model.numKeyValueHeads,
    headDim: model.headDim,
    hidden: model.hiddenSize,
    intermediate: model.intermediateSize ?? 0,
    vocab: model.vocabSize,
    ...(model.maxPositionEmbeddings !== undefined && { maxPositions: model.maxPositionEmbeddings }),
    ...(model.moe && { moe: { active: model.moe.activeExperts, intermediate: model.moe.intermediateSize } }),
    ...(model.mla && { mla: { width: model.mla.kvLoraRank + model.mla.qkRopeHeadDim } }),
    ...(model.slidingWindow && { sliding: model.slidingWindow }),
    ...(model.globalAttention && { fullWidth: globalWidth(model.globalAttention) }),
    ...(model.linearAttention && {
      recurrent: { layers: model.linearAttention.layers, stateBytes: linearState(model.linearAttention) },
    }),
    vision: model.vision ?? false,
    quantized: quantization !== undefined,
    ...(quantization && { method: quantization.method }),
    ...(quantization?.bits !== undefined && { bits: quantization.bits }),
    dtype: model.dtype ?? 'auto',
    weights: { likely: weightsGiB, low: weightsGiB - 0.02, high: weightsGiB + 0.06, basis: 'given in the question' },
  };
}

function expertsOf(geometry: ModelGeometry, moe: NonNullable<ModelGeometry['moe']>, method: string | undefined) {
  const sparse = geometry.layers - (moe.withDense ? 0 : (moe.denseLayers ?? 0));
  return {
    active: moe.activeExperts,
    intermediate: moe.intermediateSize,
    ...(method === 'mxfp4' && { packed: moe.experts * sparse }),
  };
}

/**
 * What is on the GPU after loading, from the bytes of the checkpoint. vLLM pads and, for 4-bit weights, repacks
 * (Marlin): measured +0.01 to +0.07 GiB for 16-bit, +0.07 to +0.14 GiB for AWQ and GPTQ (models.json, loadOverComputed).
 * What MXFP4 adds depends on the GPU: expert-padding.ts.
 */
function catalogWeights({ bytes, basis }: NonNullable<Model['weights']>, quantization: Model['quantization']): Part {
  const gib = bytes / GIB;
  const { fixed, share, note } = addedByLoading(quantization);
  const likely = gib + fixed + share * gib;
  const uncertainty = basis === 'published' ? 0.03 : 0.006;
  return {
    likely,
    low: gib * (1 - uncertainty),
    high: likely + 0.05 + gib * uncertainty,
    basis: `checkpoint, size ${basis}${note}`,
  };
}

/** GiB, a share of the checkpoint, and what is said of them. */
function addedByLoading({ method, bits = 16 }: Partial<NonNullable<Model['quantization']>> = {}) {
  if (method === 'mxfp4') return { fixed: 0.01, share: 0.002, note: '; with what kernels pad its experts by' };
  if (bits > 8) return { fixed: 0.01, share: 0.002, note: '' };
  return { fixed: 0.05, share: 0.004, note: bits > 4 ? '' : '; with what repacking 4-bit weights adds' };
}

/** Keys and values of one token in one full layer, in elements, where full layers have heads of their own. */
function globalWidth(attention: { kvHeads: number; headDim: number; sharedKeyValue?: true }): number {
  return (attention.sharedKeyValue ? 1 : 2) * attention.kvHeads * attention.headDim;
}

/**
 * State of a Gated DeltaNet layer, in bytes: the convolution's last inputs in 16 bit, the recurrent matrix in 32 bit.
 * Qwen3.8-27B on 0.26.0: 184 states in 8.82 GiB / 16 layers a pool (C041) is this figure, rounded up to tokens.
 */
function linearState(layer: {
  keyHeads: number;
  valueHeads: number;
  keyHeadDim: number;
  valueHeadDim: number;
  convKernel: number;
}): number {
  const { keyHeads, valueHeads, keyHeadDim, valueHeadDim, convKernel } = layer;
  const convolution = (convKernel - 1) * (2 * keyHeads * keyHeadDim + valueHeads * valueHeadDim);
  return convolution * 2 + valueHeads * valueHeadDim * keyHeadDim * 4;
}

function mambaState(layer: { innerSize: number; stateSize: number; convKernel: number; groups?: number }): number {
  const { innerSize, stateSize, convKernel, groups = 0 } = layer;
  return (convKernel - 1) * (innerSize + 2 * groups * stateSize) * 2 + innerSize * stateSize * 4;
}
