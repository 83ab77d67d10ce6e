import type {
  GlobalAttention,
  LinearAttention,
  Mamba,
  Mla,
  Moe,
  SharedCache,
  SlidingWindow,
  VisionTower,
} from '@archon/sizing/catalog-types';
import type { Question, QuestionGpu, QuestionModel } from '@archon/sizing/types';

/** A type of JSON, as messages name it. */
export type Kind = 'text' | 'number' | 'true or false' | 'an object' | 'any';
/** The types of each key of an object. */
export type Shape = Readonly<Record<string, readonly Kind[]>>;
type ShapeOf<Entry> = Readonly<Record<keyof Entry, readonly Kind[]>>;

const number: readonly Kind[] = ['number'];
const text: readonly Kind[] = ['text'];
const yesOrNo: readonly Kind[] = ['true or false'];
const object: readonly Kind[] = ['an object'];

/** The keys of a question. */
export const questionShape = {
  gpu: ['text', 'an object'],
  gpuCount: number,
  model: ['text', 'an object'],
  release: text,
  usedGiB: number,
  warm: yesOrNo,
  options: object,
} satisfies ShapeOf<Question>;

/** The keys of a GPU that the catalog does not have. */
export const gpuShape = { totalGiB: number, computeCapability: text } satisfies ShapeOf<QuestionGpu>;

/** The keys of a model that the catalog does not have. */
export const modelShape = {
  id: text,
  weightsGiB: number,
  numHiddenLayers: number,
  numKeyValueHeads: number,
  headDim: number,
  hiddenSize: number,
  intermediateSize: number,
  vocabSize: number,
  numAttentionHeads: number,
  maxPositionEmbeddings: number,
  architecture: text,
  dtype: text,
  quantization: ['text', 'an object'],
  moe: object,
  mla: object,
  slidingWindow: object,
  globalAttention: object,
  linearAttention: object,
  mamba: object,
  feedForwardOnly: number,
  sharedCache: object,
  perLayerInput: number,
  vision: yesOrNo,
  visionTower: object,
} satisfies ShapeOf<QuestionModel>;

/** The keys of the objects of such a model; quantization may have all that quantization_config of config.json has. */
export const modelShapes: Readonly<Record<string, Shape>> = {
  moe: {
    experts: number,
    activeExperts: number,
    intermediateSize: number,
    sharedIntermediateSize: number,
    denseLayers: number,
    withDense: yesOrNo,
  } satisfies ShapeOf<Moe>,
  mla: {
    kvLoraRank: number,
    qkRopeHeadDim: number,
    qkNopeHeadDim: number,
    vHeadDim: number,
    qLoraRank: number,
  } satisfies ShapeOf<Mla>,
  slidingWindow: { size: number, layers: number } satisfies ShapeOf<SlidingWindow>,
  globalAttention: { kvHeads: number, headDim: number, sharedKeyValue: yesOrNo } satisfies ShapeOf<GlobalAttention>,
  linearAttention: {
    layers: number,
    keyHeads: number,
    valueHeads: number,
    keyHeadDim: number,
    valueHeadDim: number,
    convKernel: number,
    stateDtype: text,
  } satisfies ShapeOf<LinearAttention>,
  mamba: {
    layers: number,
    version: number,
    innerSize: number,
    stateSize: number,
    convKernel: number,
    timeStepRank: number,
    heads: number,
    groups: number,
    withAttention: yesOrNo,
    stateDtype: text,
  } satisfies ShapeOf<Mamba>,
  sharedCache: { layers: number, sliding: number } satisfies ShapeOf<SharedCache>,
  visionTower: {
    kind: text,
    layers: number,
    hiddenSize: number,
    intermediateSize: number,
    patchSize: number,
    positions: number,
    mergeSize: number,
    temporalPatchSize: number,
    deepstackLayers: number,
    imageTokens: number,
    videoTokens: number,
  } satisfies ShapeOf<VisionTower>,
};

/** Options that the planner calculates with; of others it only checks that the release has the flag. */
export const optionsShape: Shape = {
  maxModelLen: ['number', 'text'],
  gpuMemoryUtilization: number,
  maxNumSeqs: number,
  maxNumBatchedTokens: ['number', 'text'],
  tensorParallelSize: number,
  pipelineParallelSize: number,
  dataParallelSize: number,
  enableExpertParallel: yesOrNo,
  kvCacheDtype: text,
  dtype: text,
  quantization: text,
  enforceEager: yesOrNo,
  kvCacheMemoryBytes: ['number', 'text'],
  enableLora: yesOrNo,
  maxLoras: number,
  maxLoraRank: number,
  blockSize: number,
  cpuOffloadGb: number,
  languageModelOnly: yesOrNo,
  attentionBackend: text,
  extraArgs: ['any'],
};
