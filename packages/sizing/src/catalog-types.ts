/** A release of vLLM: what its image can run on, and how it is started. Shape: packages/sizing/catalog/schemas/release.schema.json. */
export interface Release {
  readonly version: string;
  /** Day on which the source release was built, YYYY-MM-DD. */
  readonly released: string;
  readonly image: ReleaseImage;
  /** ENTRYPOINT of the image. */
  readonly entrypoint: readonly string[];
  /** How the entrypoint takes the model: as its first argument, or with this flag. */
  readonly modelArgument: 'positional' | '--model';
  /** The non-root user that the image offers; it starts as root all the same. Left out: there is none. */
  readonly user?: ImageUser;
  readonly torch?: string;
  readonly requiresPython?: string;
  readonly quantization?: ReleaseQuantization;
  /** Values of `--kv-cache-dtype`. */
  readonly kvCacheDtypes?: readonly string[];
  readonly toolCallParsers?: readonly string[];
  readonly reasoningParsers?: readonly string[];
  /** Names without `vllm:`, by engine generation. */
  readonly metrics?: { readonly v0?: readonly string[]; readonly v1?: readonly string[] };
  readonly sources: readonly string[];
  readonly note?: string;
}

/** The image vllm/vllm-openai of a release, for x86_64. What was not seen is left out. */
export interface ReleaseImage {
  readonly cuda?: string;
  /** Compute capabilities with native kernels. */
  readonly architectures?: readonly string[];
  /** Where the list itself was not seen: the compute capabilities that it can at most hold. */
  readonly architecturesUpperBound?: readonly string[];
  /** Compute capabilities whose PTX is in the image, for the driver to compile on newer GPUs. */
  readonly ptx?: readonly string[];
  /** Least NVIDIA driver branch, as 580. */
  readonly minDriver?: number;
  /** `3.12`. */
  readonly python?: string;
}

/** The quantization methods of a release; a least compute capability that the source does not state is left out. */
interface ReleaseQuantization {
  readonly methods: readonly string[];
  /** By method, the compute capability below which vLLM refuses the model. */
  readonly leastCapability?: Readonly<Record<string, string>>;
  /** The same by scheme of `compressed-tensors`: `W8A8Fp8`. */
  readonly compressedTensors?: Readonly<Record<string, string>>;
}

export interface ImageUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

export type FlagType = 'bool' | 'int' | 'float' | 'string' | 'enum' | 'list' | 'json' | 'json|string';

/** A flag of the vLLM server. Shape, with the meaning of each window: packages/sizing/catalog/schemas/flag.schema.json. */
export interface Flag {
  /** Without the leading dashes. */
  readonly name: string;
  readonly type: FlagType;
  readonly since?: string;
  readonly removedIn?: string;
  readonly replacedBy?: string;
  readonly aliases?: readonly FlagAlias[];
  readonly aliasOf?: string;
  readonly negatable?: true;
  readonly negatableSince?: string;
  readonly negatableUntil?: string;
  readonly takesValue?: readonly { readonly from: string; readonly until?: string }[];
  readonly valueOptional?: true;
  readonly repeatable?: true;
  readonly positional?: true;
  /** A value is looked for in lower case, with underscores for dashes. */
  readonly choicesFolded?: true;
  readonly choices?: readonly { readonly from: string; readonly values?: readonly string[] }[];
  /** As written; an item without value and expression, and what is before the first: vLLM decides. */
  readonly defaults?: readonly { readonly from: string; readonly value?: unknown; readonly expression?: string }[];
  readonly note?: string;
}

/** Another name of a flag, with its dashes: `-tp`. */
export interface FlagAlias {
  readonly name: string;
  readonly since?: string;
  readonly removedIn?: string;
}

/** A checkpoint on the Hugging Face Hub. Shape: packages/sizing/catalog/schemas/model.schema.json. What was not seen is left out. */
export interface Model {
  /** Repository on the hub: `org/name`. */
  readonly id: string;
  /** Class that runs it (architectures in config.json): `Qwen2ForCausalLM`. */
  readonly architecture: string;
  readonly geometry: ModelGeometry;
  /** Type of the weights that are not quantized, and of the activations. */
  readonly dtype: 'bfloat16' | 'float16' | 'float32';
  /** Left out: the weights are not quantized. */
  readonly quantization?: ModelQuantization;
  /** Left out: the size is unknown. */
  readonly weights?: ModelWeights;
  /** How the context reaches beyond, or up to, geometry.maxPositionEmbeddings. */
  readonly longContext?: LongContext;
  /** Identifier as on the hub, `apache-2.0`. */
  readonly licence?: string;
  /** Made for code. */
  readonly codeModel?: true;
  /** It takes images, and has a vision tower. */
  readonly vision?: true;
  /** It takes sound, and has an encoder for it. */
  readonly audio?: true;
  /** It embeds or ranks texts, and writes none. */
  readonly pooling?: true;
  /** The encoder for images. Left out: unknown. */
  readonly visionTower?: VisionTower;
  readonly serving?: ModelServing;
  /** What its config.json has and nobody here understands, as sentences. An entry of the catalog has none. */
  readonly unread?: readonly string[];
  readonly sources: readonly string[];
  readonly note?: string;
}

/** Counts and widths of a decoder, in elements. Layers that are neither sliding, linear nor Mamba see the full context. */
export interface ModelGeometry {
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  /** Width of a query and key head. With MLA: qkNopeHeadDim + qkRopeHeadDim. */
  readonly headDim: number;
  readonly hiddenSize: number;
  /** Width of the dense feed-forward layers. Left out: there are none. */
  readonly intermediateSize?: number;
  readonly vocabSize: number;
  /** Context that the checkpoint was made for, in tokens. */
  readonly maxPositionEmbeddings: number;
  /** The output layer is the embedding: there is one matrix, not two. */
  readonly tieWordEmbeddings: boolean;
  readonly slidingWindow?: SlidingWindow;
  /** Where full attention has other heads than sliding attention (Gemma 4): those of the full layers. */
  readonly globalAttention?: GlobalAttention;
  readonly mla?: Mla;
  readonly moe?: Moe;
  /** Layers with a recurrent state of fixed size (Gated DeltaNet) instead of keys and values. */
  readonly linearAttention?: LinearAttention;
  /** Mamba layers, with a state of fixed size. */
  readonly mamba?: Mamba;
  /** Every token sees every other, and nothing is cached (BERT). */
  readonly encoderOnly?: true;
  /** Tokens of an encoder whose keys and values each request holds as well, in every layer (Whisper). */
  readonly crossAttentionTokens?: number;
  /** Layers that are only a feed-forward network, dense or of experts (Nemotron-H): nothing of them is cached. */
  readonly feedForwardOnly?: number;
  /** Last layers that use the keys and values of earlier ones (Gemma 4 E2B and E4B): nothing of them is cached. */
  readonly sharedCache?: SharedCache;
  /** Width of an embedding per layer (Gemma 4 E2B and E4B). */
  readonly perLayerInput?: number;
}

export interface SharedCache {
  readonly layers: number;
  /** Of these, layers that slide. */
  readonly sliding: number;
}

export interface SlidingWindow {
  /** Tokens that a sliding layer sees. */
  readonly size: number;
  /** Layers that slide; the others see everything. */
  readonly layers: number;
}

export interface GlobalAttention {
  readonly kvHeads: number;
  readonly headDim: number;
  /** Values are the keys: one projection, not two. */
  readonly sharedKeyValue?: true;
}

/** Multi-head latent attention: one latent vector per token and layer instead of keys and values per head. */
export interface Mla {
  readonly kvLoraRank: number;
  readonly qkRopeHeadDim: number;
  readonly qkNopeHeadDim: number;
  readonly vHeadDim: number;
  /** Left out: queries are not compressed. */
  readonly qLoraRank?: number;
}

export interface Moe {
  readonly experts: number;
  /** Experts per token. */
  readonly activeExperts: number;
  /** Width of one expert. */
  readonly intermediateSize: number;
  /** Width of the shared expert, or of all shared experts together. */
  readonly sharedIntermediateSize?: number;
  /** Layers that are dense instead. */
  readonly denseLayers?: number;
  /** The experts are next to a dense feed-forward layer in every layer (Gemma 4). */
  readonly withDense?: true;
}

export interface LinearAttention {
  readonly layers: number;
  readonly keyHeads: number;
  readonly valueHeads: number;
  readonly keyHeadDim: number;
  readonly valueHeadDim: number;
  readonly convKernel: number;
  /** Type of the recurrent matrix, where config.json names one (mamba_ssm_dtype). */
  readonly stateDtype?: 'float32' | 'float16' | 'bfloat16';
}

export interface Mamba {
  readonly layers: number;
  /** Generation: 1 (Jamba) or 2. */
  readonly version: 1 | 2;
  /** Width of the inner stream. */
  readonly innerSize: number;
  readonly stateSize: number;
  readonly convKernel: number;
  /** Mamba 1: rank of the time step. */
  readonly timeStepRank?: number;
  /** Mamba 2. */
  readonly heads?: number;
  /** Mamba 2. */
  readonly groups?: number;
  /** Every layer attends as well (Falcon-H1). */
  readonly withAttention?: true;
  /** Type of the recurrent matrix, where config.json names one (mamba_ssm_cache_dtype). Left out: as the model. */
  readonly stateDtype?: 'float32' | 'float16' | 'bfloat16';
}

/** The encoder for images and video (vision_config), and the greatest item that its processor makes. */
export interface VisionTower {
  /** How its layers are built (plan/encoder.ts). */
  readonly kind: 'siglip' | 'pixtral' | 'qwen2-vl' | 'qwen3-vl' | 'gemma4' | 'moonvit';
  readonly layers: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly patchSize: number;
  /** Learned positions. Left out: there are none. */
  readonly positions?: number;
  /** Patches that become one token, on each side. Left out: 1. */
  readonly mergeSize?: number;
  /** Frames in a patch. Left out: 1. */
  readonly temporalPatchSize?: number;
  /** Layers whose features are handed to the language model as well (Qwen3-VL). */
  readonly deepstackLayers?: number;
  /** Tokens of the greatest image. */
  readonly imageTokens: number;
  /** Tokens of the greatest video. Left out: it takes none, or as many as the context holds. */
  readonly videoTokens?: number;
}

export interface ModelQuantization {
  /** quant_method of config.json: gptq, awq, fp8, compressed-tensors, mxfp4. */
  readonly method: string;
  readonly bits: number;
  /** Weights that share a scale. Left out: see scheme. */
  readonly groupSize?: number;
  /** Rows and columns that share a scale. */
  readonly blockSize?: readonly [number, number];
  /** How scales are laid out where neither group nor block tells, or which of a method's schemes it is. */
  readonly scheme?: 'tensor' | 'channel';
  /** Each group has a zero point. */
  readonly zeroPoint?: boolean;
  /** Only the experts are quantized. */
  readonly expertsOnly?: true;
  /** Type of the KV cache that the checkpoint asks for (kv_cache_scheme, kv_cache_quant_algo): vLLM takes it for auto. */
  readonly kvCacheDtype?: 'fp8';
}

export interface ModelWeights {
  /** What vLLM loads: the tensors of the language model and of the vision tower, in bytes. */
  readonly bytes: number;
  /** From the geometry, from the headers of the files, or a size that a source gives for the files. */
  readonly basis: 'computed' | 'measured' | 'published';
  /** Of bytes: the language model alone (--language-model-only). */
  readonly languageBytes?: number;
  /** Size of all files to download, where it differs from bytes. */
  readonly fileBytes?: number;
  /** Sizes that others printed. */
  readonly seen?: readonly WeightsSeen[];
  readonly note?: string;
}

interface WeightsSeen {
  readonly gib: number;
  /** files: sum of the files on the hub. loaded: what vLLM printed after loading, on one GPU. */
  readonly as: 'files' | 'loaded';
  readonly source: string;
}

export interface LongContext {
  /** Kind of rotary scaling. */
  readonly method: 'yarn' | 'llama3' | 'linear' | 'longrope';
  readonly factor?: number;
  readonly originalMaxPositionEmbeddings?: number;
  /** Context that it reaches, in tokens. */
  readonly reaches: number;
  /** Left out: it is on in config.json. opt-in: a user must set it (--hf-overrides). */
  readonly optIn?: true;
  readonly source: string;
}

/** What the vLLM project recommends. */
interface ModelServing {
  readonly toolCallParser?: string;
  readonly reasoningParser?: string;
  /** Least release of vLLM. */
  readonly minVllm?: string;
  /** Further arguments that it starts the model with. */
  readonly args?: readonly string[];
  readonly source: string;
}

/** An NVIDIA GPU. Shape: packages/sizing/catalog/schemas/gpu.schema.json. What was not seen is left out. */
export interface Gpu {
  readonly id: string;
  readonly name: string;
  readonly kind: 'desktop' | 'laptop' | 'workstation' | 'datacenter' | 'embedded';
  readonly architecture?: string;
  readonly computeCapability?: string;
  readonly memory: GpuMemory;
  readonly memoryBandwidthGBs?: number;
  /** Node label nvidia.com/gpu.product, without the suffixes of time slicing and MIG. */
  readonly nodeLabel?: { readonly product: string; readonly basis: 'seen' | 'derived' };
  /** Ways to cut it into isolated parts. */
  readonly mig?: readonly MigProfile[];
  readonly sources: readonly string[];
  readonly note?: string;
}

export interface GpuMemory {
  /** Figure on the box, in GiB. */
  readonly marketingGiB?: number;
  /** Total that nvidia-smi prints, in MiB. */
  readonly nvidiaSmiMiB?: number;
  /** Left out: nvidiaSmiMiB was seen. derived: from GPUs of the same memory and generation. */
  readonly nvidiaSmiBasis?: 'derived';
  /** Lowest total that CUDA was seen to report on Linux, in GiB: what vLLM's utilization is a share of. */
  readonly cudaGiB?: number;
  /** Highest total that CUDA was seen to report on Linux, in GiB, with an older driver. */
  readonly cudaGiBHighest?: number;
  /** What nvidia-smi counts and CUDA does not get, in MiB. */
  readonly reserved?: { readonly mib: number; readonly basis: 'difference' | 'measured' };
  /** Shared with the CPU. */
  readonly unified?: true;
}

interface MigProfile {
  /** Name as in `1g.10gb`. */
  readonly profile: string;
  /** Resource that the device plugin advertises: `nvidia.com/mig-1g.10gb`. */
  readonly resource: string;
  readonly maxInstances: number;
  /** Memory of one instance, in MiB. */
  readonly memoryMiB?: number;
}

/** By name, in turn the release that has it first, and the first one that does not. */
export type Availability = Readonly<Record<string, readonly string[]>>;

/** packages/sizing/catalog/names.json: what the sources of each release declare, written by `npm run catalog:release`. */
export interface ReleaseNames {
  /** The releases whose sources were read. */
  readonly read: readonly string[];
  /** The keys of JSON options, by the path below `engine`: `compilationConfig.pass_config`. */
  readonly optionKeys: Readonly<Record<string, Availability>>;
  /** The choices of those keys that take nothing but certain texts, by their path: `speculativeConfig.method`. */
  readonly optionChoices: Readonly<Record<string, Availability>>;
  /** The environment variables of vLLM's own. */
  readonly environment: Availability;
  /** What releases themselves have for flags that take any text, because plugins may add to it: `load-format`. */
  readonly openChoices: Readonly<Record<string, Availability>>;
}
