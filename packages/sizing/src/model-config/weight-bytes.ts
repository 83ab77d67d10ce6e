import type { Model, ModelGeometry, ModelQuantization } from '../catalog-types.ts';
import { architectureNamed, type Architecture } from './architectures.ts';
import { isKnownMethod, linearBytes } from './linear-bytes.ts';

/** What the size of the weights follows from. */
export type WeightsOf = Pick<Model, 'architecture' | 'geometry' | 'quantization'>;

/**
 * Bytes of the language model's tensors, from its geometry: embeddings, output layer, norms and routers in 16 bits,
 * the linear layers as the method of quantization packs them. A vision tower and prediction heads for speculative
 * decoding are not counted. Undefined where the class or the method is unknown.
 */
export function weightBytes({ architecture, geometry, quantization }: WeightsOf): number | undefined {
  const traits = architectureNamed(architecture);
  if (!traits || traits.sizeByFiles || geometry.perLayerInput || (quantization && !isKnownMethod(quantization.method)))
    return undefined;
  const size = new Size(quantization);
  const { hiddenSize, vocabSize, layers, tieWordEmbeddings } = geometry;
  size.plain(vocabSize * hiddenSize * (tieWordEmbeddings ? 1 : 2));
  const norms = 1 + (traits.layerNorms ?? 2) * layers;
  size.plain(norms * hiddenSize * (traits.normBias ? 2 : 1));
  addMixers(size, geometry, traits);
  addFeedForward(size, geometry, traits);
  return Math.round(size.bytes);
}

class Size {
  bytes = 0;
  readonly #quantization: ModelQuantization | undefined;

  constructor(quantization: ModelQuantization | undefined) {
    this.#quantization = quantization;
  }

  /** Elements that stay in 16 bits. */
  plain(elements: number): void {
    this.bytes += elements * 2;
  }

  /** Elements in 32 bits. */
  wide(elements: number): void {
    this.bytes += elements * 4;
  }

  /** Matrices that are quantized, unless the method takes the experts alone. */
  linear(rows: number, columns: number, count = 1, expert = false): void {
    const quantization = !expert && this.#quantization?.expertsOnly ? undefined : this.#quantization;
    this.bytes += count * linearBytes({ rows, columns }, quantization);
  }
}

/** Attention of any kind, and what replaces it in some layers. */
function addMixers(size: Size, geometry: ModelGeometry, traits: Architecture): void {
  const { kvHeads, headDim, linearAttention, mamba, globalAttention, slidingWindow, mla } = geometry;
  const layers = geometry.layers - (geometry.feedForwardOnly ?? 0);
  const attention = layers - (linearAttention?.layers ?? 0) - (mamba?.withAttention ? 0 : (mamba?.layers ?? 0));
  const full = globalAttention ? attention - (slidingWindow?.layers ?? 0) : 0;
  if (mla) addLatentAttention(size, geometry);
  else addAttention(size, geometry, traits, { layers: attention - full, kvHeads, headDim });
  if (globalAttention) addAttention(size, geometry, traits, { layers: full, ...globalAttention });
  if (linearAttention) addLinearAttention(size, geometry);
  if (mamba) addMamba(size, geometry);
}

interface Attention {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly sharedKeyValue?: true;
}

function addAttention(
  size: Size,
  { hiddenSize, heads }: ModelGeometry,
  { qkvBias, outputBias, outputGate, queryKeyNorm, attentionSinks }: Architecture,
  { layers, kvHeads, headDim, sharedKeyValue }: Attention,
): void {
  const query = heads * headDim * (outputGate ? 2 : 1);
  const keyValues = sharedKeyValue ? 1 : 2;
  size.linear(hiddenSize, query, layers);
  size.linear(hiddenSize, kvHeads * headDim, keyValues * layers);
  size.linear(heads * headDim, hiddenSize, layers);
  if (qkvBias) size.plain(layers * (query + keyValues * kvHeads * headDim));
  if (outputBias) size.plain(layers * hiddenSize);
  if (queryKeyNorm) size.plain(layers * 2 * headDim);
  if (attentionSinks) size.plain(layers * heads);
}

function addLatentAttention(size: Size, { hiddenSize, heads, layers, mla }: ModelGeometry): void {
  const { kvLoraRank, qkRopeHeadDim, qkNopeHeadDim, vHeadDim, qLoraRank } = mla!;
  const query = heads * (qkNopeHeadDim + qkRopeHeadDim);
  if (qLoraRank === undefined) size.linear(hiddenSize, query, layers);
  else {
    size.linear(hiddenSize, qLoraRank, layers);
    size.linear(qLoraRank, query, layers);
    size.plain(layers * qLoraRank);
  }
  size.linear(hiddenSize, kvLoraRank + qkRopeHeadDim, layers);
  size.linear(kvLoraRank, heads * (qkNopeHeadDim + vHeadDim), layers);
  size.linear(heads * vHeadDim, hiddenSize, layers);
  size.plain(layers * kvLoraRank);
}

/** Gated DeltaNet: queries, keys, values, output gate, and two numbers per value head. */
function addLinearAttention(size: Size, { hiddenSize, linearAttention }: ModelGeometry): void {
  const { layers, keyHeads, valueHeads, keyHeadDim, valueHeadDim, convKernel } = linearAttention!;
  const [keys, values] = [keyHeads * keyHeadDim, valueHeads * valueHeadDim];
  size.linear(hiddenSize, 2 * keys + 2 * values, layers);
  size.linear(values, hiddenSize, layers);
  size.plain(layers * (hiddenSize * 2 * valueHeads + (2 * keys + values) * convKernel + 2 * valueHeads + valueHeadDim));
}

/** Mamba 1 as in Jamba, with its three norms, or Mamba 2. */
function addMamba(size: Size, { hiddenSize, mamba }: ModelGeometry): void {
  const { layers, version, innerSize, stateSize, convKernel, timeStepRank = 0, heads = 0, groups = 1 } = mamba!;
  size.linear(innerSize, hiddenSize, layers);
  if (version === 1) {
    size.linear(hiddenSize, 2 * innerSize, layers);
    size.linear(innerSize, timeStepRank + 2 * stateSize, layers);
    size.linear(timeStepRank, innerSize, layers);
    size.plain(layers * (innerSize * (convKernel + 1 + stateSize + 2) + timeStepRank + 2 * stateSize));
    return;
  }
  const convolved = innerSize + 2 * groups * stateSize;
  size.linear(hiddenSize, innerSize + convolved + heads, layers);
  size.plain(layers * (convolved * (convKernel + 1) + 3 * heads + innerSize));
}

function addFeedForward(
  size: Size,
  { hiddenSize, intermediateSize = 0, layers, moe, feedForwardOnly }: ModelGeometry,
  traits: Architecture,
): void {
  const dense = !moe || moe.withDense ? (feedForwardOnly ?? layers) : (moe.denseLayers ?? 0);
  const matrices = traits.mlpMatrices ?? 3;
  size.linear(hiddenSize, intermediateSize, dense * (matrices - 1));
  size.linear(intermediateSize, hiddenSize, dense);
  if (traits.mlpBias) size.plain(dense * ((matrices - 1) * intermediateSize + hiddenSize));
  if (!moe) return;
  const sparse = moe.withDense ? layers : layers - dense;
  const { experts, intermediateSize: width, sharedIntermediateSize: shared } = moe;
  const expertMatrices = traits.expertMatrices ?? 3;
  size.linear(hiddenSize, width, (expertMatrices - 1) * experts * sparse, true);
  size.linear(width, hiddenSize, experts * sparse, true);
  size.plain(sparse * experts * hiddenSize);
  if (traits.expertBias) size.plain(sparse * experts * (2 * width + hiddenSize + 1));
  if (traits.routerCorrection) size.wide(sparse * experts);
  // Gemma 4: three norms, a scale of the router, one number per expert and layer
  if (moe.withDense) size.plain(sparse * (4 * hiddenSize + experts + 1));
  if (shared === undefined) return;
  size.linear(hiddenSize, shared, (expertMatrices - 1) * sparse);
  size.linear(shared, hiddenSize, sparse);
  if (traits.sharedExpertGate) size.plain(sparse * hiddenSize);
}
