import type { Model, ModelGeometry, SharedCache, VisionTower } from '../catalog-types.ts';
import { familyTower } from '../model-config/family-tower.ts';
import { recurrentStateOf, type RecurrentState } from './recurrent-state.ts';
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
    /** Left out: a question does not tell. */
    readonly experts?: number;
    /** Width of the shared experts. */
    readonly shared?: number;
    /** Experts of all layers, where kernels pad them beyond the checkpoint (expert-padding.ts). */
    readonly packed?: number;
  };
  readonly mla?: { readonly width: number };
  readonly sliding?: { readonly size: number; readonly layers: number };
  /** Heads of the full layers, where they differ from the others (Gemma 4). */
  readonly globalAttention?: { readonly kvHeads: number; readonly headDim: number };
  readonly recurrent?: RecurrentState;
  /** Layers that are only a feed-forward network: nothing of them is in the cache. */
  readonly feedForwardOnly?: number;
  /** Heads of the layers without keys and values, which shards divide too. */
  readonly recurrentHeads?: readonly number[];
  readonly sharedCache?: SharedCache;
  /** Tokens have an embedding per layer. */
  readonly perLayerInput?: number;
  readonly vision: boolean;
  readonly audio?: boolean;
  /** It embeds or ranks: no sampler runs. */
  readonly pooling?: boolean;
  /** Nothing is cached, and vLLM profiles nothing. */
  readonly encoderOnly?: boolean;
  /** Tokens that each request holds besides its own. */
  readonly crossTokens?: number;
  /** The encoder for images. Left out: there is none, or it is unknown. */
  readonly tower?: VisionTower;
  readonly quantized: boolean;
  readonly method?: string;
  readonly bits?: number;
  /** Weights that share a scale along the input of a layer: a group, or the side of a block; 0: no groups; undefined: unknown. */
  readonly group?: number;
  /** Only the experts are quantized. */
  readonly expertsOnly?: true;
  /** Embedding and output layer, which keep the checkpoint's own type and are not offloaded, in GiB at 16 bit. */
  readonly embeddingGiB: number;
  /** Type of the KV cache that the checkpoint asks for. */
  readonly kvCacheDtype?: string;
  readonly dtype: 'bfloat16' | 'float16' | 'float32' | 'auto';
  /** Bytes per weight that is not quantized, in `weights`; undefined: unknown. */
  readonly weightBytes?: 2 | 4;
  /** Weights after loading on one GPU. Left out: unknown. */
  readonly weights?: Part;
  /** The weights are those that a question gives, as vLLM prints them: with all that it loads. */
  readonly weightsGiven?: true;
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
  const recurrentHeads = recurrentHeadsOf(g);
  const recurrent = recurrentStateOf(g, model.architecture);
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
    ...(model.visionTower && { tower: model.visionTower }),
    quantized: quantization !== undefined,
    dtype: model.dtype,
    weightBytes: model.dtype === 'float32' ? 4 : 2,
    ...(model.longContext && { longContext: model.longContext.reaches }),
    ...(g.moe && { moe: expertsOf(g, g.moe, quantization?.method) }),
    ...(g.mla && { mla: { width: g.mla.kvLoraRank + g.mla.qkRopeHeadDim } }),
    ...(g.slidingWindow && { sliding: g.slidingWindow }),
    ...(g.globalAttention && { globalAttention: g.globalAttention }),
    ...(recurrent && { recurrent }),
    ...(quantization && { method: quantization.method, bits: quantization.bits, ...groupsOf(quantization) }),
    embeddingGiB: embeddingGiB(g.vocabSize, g.hiddenSize, g.tieWordEmbeddings),
    ...(recurrentHeads && { recurrentHeads }),
    ...(g.feedForwardOnly && { feedForwardOnly: g.feedForwardOnly }),
    ...(g.sharedCache && { sharedCache: g.sharedCache }),
    ...(g.perLayerInput && { perLayerInput: g.perLayerInput }),
    ...(quantization?.kvCacheDtype && { kvCacheDtype: quantization.kvCacheDtype }),
    ...(weights && { weights: catalogWeights(weights, quantization) }),
    ...(weights?.languageBytes !== undefined && { languageGiB: weights.languageBytes / GIB }),
    ...(model.unread && { unread: model.unread }),
  };
}

export function modelSpecOfQuestion(model: QuestionModel): ModelSpec {
  const tower = model.vision
    ? (model.visionTower ??
      familyTower(model.architecture, { hiddenSize: model.hiddenSize, sparse: (model.moe ?? undefined) !== undefined }))
    : undefined;
  const quantization =
    typeof model.quantization === 'string' ? { method: model.quantization } : (model.quantization ?? undefined);
  const { weightsGiB } = model;
  const weightBytes = quantization ? 2 : bytesPerWeight(model);
  const recurrent = recurrentStateOf(
    {
      ...(model.linearAttention && { linearAttention: model.linearAttention }),
      ...(model.mamba && { mamba: model.mamba }),
    },
    model.architecture,
  );
  const recurrentHeads = recurrentHeadsOf(model);
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
    ...(model.moe && { moe: expertsOfQuestion(model.moe) }),
    ...(model.mla && { mla: { width: model.mla.kvLoraRank + model.mla.qkRopeHeadDim } }),
    ...(model.slidingWindow && { sliding: model.slidingWindow }),
    ...(model.globalAttention && { globalAttention: model.globalAttention }),
    ...(recurrent && { recurrent }),
    ...(model.feedForwardOnly && { feedForwardOnly: model.feedForwardOnly }),
    ...(model.sharedCache && { sharedCache: model.sharedCache }),
    ...(model.perLayerInput && { perLayerInput: model.perLayerInput }),
    vision: model.vision ?? false,
    ...(tower && { tower }),
    quantized: quantization !== undefined,
    ...(quantization && { method: quantization.method }),
    ...(quantization?.bits !== undefined && { bits: quantization.bits }),
    embeddingGiB: embeddingGiB(model.vocabSize, model.hiddenSize, false),
    ...(recurrentHeads && { recurrentHeads }),
    ...(quantization?.kvCacheDtype !== undefined && { kvCacheDtype: quantization.kvCacheDtype }),
    dtype: model.dtype ?? 'auto',
    ...(weightBytes && { weightBytes }),
    weights: { likely: weightsGiB, low: weightsGiB - 0.02, high: weightsGiB + 0.06, basis: 'given in the question' },
    weightsGiven: true,
  };
}

function expertsOfQuestion({ activeExperts, intermediateSize, experts }: NonNullable<QuestionModel['moe']>) {
  return { active: activeExperts, intermediate: intermediateSize, ...(experts !== undefined && { experts }) };
}

function expertsOf(geometry: ModelGeometry, moe: NonNullable<ModelGeometry['moe']>, method: string | undefined) {
  const sparse = geometry.layers - (moe.withDense ? 0 : (moe.denseLayers ?? 0));
  return {
    active: moe.activeExperts,
    intermediate: moe.intermediateSize,
    experts: moe.experts,
    ...(method === 'mxfp4' && { packed: moe.experts * sparse }),
    ...(moe.sharedIntermediateSize !== undefined && { shared: moe.sharedIntermediateSize }),
  };
}

/** Told by the size of a dense model, else by its type: weightsGiB may be of the checkpoint, or as vLLM loaded it. */
function bytesPerWeight(model: QuestionModel): 2 | 4 | undefined {
  const { hiddenSize, headDim, intermediateSize, numAttentionHeads = hiddenSize / headDim, moe, dtype } = model;
  if (moe || !intermediateSize)
    return dtype === 'float32' ? 4 : dtype === undefined || dtype === 'auto' ? undefined : 2;
  const perLayer = 2 * (numAttentionHeads + model.numKeyValueHeads) * headDim + 3 * intermediateSize;
  const weights = hiddenSize * (model.numHiddenLayers * perLayer + 2 * model.vocabSize);
  return (model.weightsGiB * GIB) / weights > 3 ? 4 : 2;
}

function recurrentHeadsOf({
  linearAttention,
  mamba,
}: Pick<ModelGeometry, 'linearAttention' | 'mamba'> | QuestionModel) {
  if (linearAttention) return [linearAttention.keyHeads, linearAttention.valueHeads];
  return mamba?.heads === undefined ? undefined : [mamba.heads];
}

const embeddingGiB = (vocab: number, hidden: number, tied: boolean): number =>
  ((tied ? 1 : 2) * vocab * hidden * 2) / GIB;

function groupsOf({ groupSize, blockSize, scheme, expertsOnly }: NonNullable<Model['quantization']>) {
  const group = blockSize?.[1] ?? groupSize ?? (scheme === undefined ? undefined : 0);
  return { ...(group !== undefined && { group }), ...(expertsOnly && { expertsOnly }) };
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
