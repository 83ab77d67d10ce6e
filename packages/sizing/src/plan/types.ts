import type { LinearAttention, Mamba, Model, SharedCache, VisionTower } from '../catalog-types.ts';

/** A question for the planner. Every key but the GPU and the model may be left out. */
export interface Question {
  /** Id of the catalog, or a GPU that it does not have. */
  readonly gpu: string | QuestionGpu;
  /** GPUs that the server may use. Left out: as many as the shards need. */
  readonly gpuCount?: number;
  /** Id of the catalog, or a checkpoint that it does not have: an entry like the catalog's, or the words of config.json. */
  readonly model: string | Model | QuestionModel;
  /** Release of vLLM. Left out: unknown, and the bounds span the releases. */
  readonly release?: string;
  /** Memory of the GPU that other processes hold when the server starts, in GiB. Left out: unknown, and taken as usual. */
  readonly usedGiB?: number;
  /** The compile cache of this model, GPU and release is there from an earlier start. Left out: it is a first start. */
  readonly warm?: boolean;
  /** Engine options, as in the values of the chart. */
  readonly options?: QuestionOptions;
}

export interface QuestionGpu {
  /** What CUDA reports (torch total_memory), in GiB. */
  readonly totalGiB: number;
  /** `8.9`. Left out: kernels are not checked. */
  readonly computeCapability?: string;
}

/** A checkpoint, in the words of its config.json. */
export interface QuestionModel {
  readonly id?: string;
  /** Of the whole model on one GPU; as vLLM prints it after loading where that is known. */
  readonly weightsGiB: number;
  readonly numHiddenLayers: number;
  readonly numKeyValueHeads: number;
  readonly headDim: number;
  readonly hiddenSize: number;
  /** Of the dense feed-forward layers. */
  readonly intermediateSize?: number;
  readonly vocabSize: number;
  readonly numAttentionHeads?: number;
  readonly maxPositionEmbeddings?: number;
  /** `Qwen2ForCausalLM`. */
  readonly architecture?: string;
  readonly dtype?: 'bfloat16' | 'float16' | 'float32' | 'auto';
  readonly quantization?:
    string | { readonly method: string; readonly bits?: number; readonly kvCacheDtype?: 'fp8' } | null;
  readonly moe?: {
    readonly activeExperts: number;
    readonly intermediateSize: number;
    readonly experts?: number;
  } | null;
  readonly mla?: { readonly kvLoraRank: number; readonly qkRopeHeadDim: number } | null;
  readonly slidingWindow?: { readonly size: number; readonly layers: number } | null;
  readonly globalAttention?: {
    readonly kvHeads: number;
    readonly headDim: number;
    readonly sharedKeyValue?: true;
  } | null;
  readonly linearAttention?: LinearAttention | null;
  readonly mamba?: Mamba | null;
  /** Layers that are only a feed-forward network (Nemotron-H). */
  readonly feedForwardOnly?: number;
  /** Last layers that use the cache of earlier ones (Gemma 4 E2B and E4B). */
  readonly sharedCache?: SharedCache;
  /** Width of an embedding per layer. */
  readonly perLayerInput?: number;
  /** It takes images: an encoder is loaded and profiled too. */
  readonly vision?: boolean;
  /** That encoder. Left out: as the architecture's published checkpoints have it, or unknown. */
  readonly visionTower?: VisionTower;
}

/** The options that the planner reads, however vLLM lets them be written; of others it says whether they change the memory. */
export interface QuestionOptions {
  readonly maxModelLen?: number | string | null;
  /** Text where it comes from Helm's --set. */
  readonly gpuMemoryUtilization?: number | string | null;
  readonly maxNumSeqs?: number | null;
  readonly maxNumBatchedTokens?: number | string | null;
  readonly tensorParallelSize?: number | null;
  readonly pipelineParallelSize?: number | null;
  readonly dataParallelSize?: number | null;
  readonly enableExpertParallel?: boolean | null;
  readonly kvCacheDtype?: string | null;
  readonly dtype?: string | null;
  readonly quantization?: string | null;
  readonly enforceEager?: boolean | null;
  readonly kvCacheMemoryBytes?: number | string | null;
  readonly enableLora?: boolean | null;
  readonly maxLoras?: number | null;
  readonly maxLoraRank?: number | null;
  readonly blockSize?: number | null;
  readonly cpuOffloadGb?: number | null;
  readonly attentionBackend?: string | null;
  readonly languageModelOnly?: boolean | null;
  readonly [option: string]: unknown;
}

/** A figure with its bounds, in GiB per GPU. */
export interface Bounded {
  readonly likely: number;
  readonly low: number;
  readonly high: number;
}

/** A part of the GPU's memory, and where its figure comes from. */
export interface Part extends Bounded {
  readonly basis: string;
}

export interface Parts {
  /** What CUDA reports. */
  readonly total: Part;
  /** The share of it that vLLM may use. */
  readonly budget: Part;
  readonly weights: Part;
  readonly nonTorch: Part;
  readonly activation: Part;
  /** Deducted from the budget; 0 where the release does not. */
  readonly cudaGraphs: Part;
  /** What is left for the KV cache. */
  readonly kvCache: Part;
}

/** A change that makes it fit: the planner has planned it. */
export interface Suggestion {
  readonly kind: 'context' | 'utilization' | 'sequences' | 'kv-cache-dtype' | 'eager' | 'model' | 'gpu';
  readonly text: string;
  /** The changed parts of the question. */
  readonly change: {
    readonly gpu?: string;
    readonly model?: string;
    readonly options?: Readonly<Record<string, unknown>>;
  };
  readonly maxModelLen: number;
  readonly marginGiB: number;
}

export interface Answer {
  /** true: fits by the pessimistic bound. false: it does not. null: unknown, because it is between the bounds or something is unknown. */
  readonly fits: boolean | null;
  /** Memory for the KV cache, per GPU. null: unknown. */
  readonly kvCacheGiB: number | null;
  readonly kvCacheGiBLow: number | null;
  readonly kvCacheGiBHigh: number | null;
  /** As vLLM prints it. */
  readonly kvCacheTokens: number | null;
  /** Greatest context that fits by the pessimistic bound. */
  readonly maxModelLen: number | null;
  /** The same by the likely value. */
  readonly maxModelLenLikely: number | null;
  /** Requested context, or vLLM's own default. */
  readonly contextTokens: number | null;
  /** Concurrent requests of the requested context that the cache holds, likely. */
  readonly concurrency: number | null;
  /** What the pessimistic bound leaves after one request of the requested context. */
  readonly marginGiB: number | null;
  readonly parts: Parts | null;
  /** Why the verdict is what it is. */
  readonly reasons: readonly string[];
  /** What the answer assumes, and what was not checked. */
  readonly assumptions: readonly string[];
  readonly suggestions: readonly Suggestion[];
}
