/** A release of vLLM: what its image can run on, and how it is started. Shape: schemas/catalog/release.schema.json. */
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
}

export interface ImageUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

export type FlagType = 'bool' | 'int' | 'float' | 'string' | 'enum' | 'list' | 'json' | 'json|string';

/** A flag of the vLLM server. Shape, with the meaning of each window: schemas/catalog/flag.schema.json. */
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
  readonly takesValue?: readonly { readonly from: string; readonly until: string }[];
  readonly valueOptional?: true;
  readonly repeatable?: true;
  readonly positional?: true;
  readonly choices?: readonly { readonly from: string; readonly values?: readonly string[] }[];
  readonly note?: string;
}

/** Another spelling of a flag, with its dashes: `-tp`. */
export interface FlagAlias {
  readonly name: string;
  readonly since?: string;
  readonly removedIn?: string;
}

/** A checkpoint on the Hugging Face Hub. Shape: schemas/catalog/model.schema.json. */
export interface Model {
  /** Repository on the hub: `org/name`. */
  readonly id: string;
  readonly geometry: ModelGeometry;
  /** Left out: the weights are not quantized. */
  readonly quantization?: { readonly method: string; readonly bits: number; readonly groupSize?: number };
  /** Size of the checkpoint in bytes. */
  readonly weights: { readonly bytes: number; readonly basis: 'computed' | 'measured' };
  /** Identifier as on the hub, `apache-2.0`. */
  readonly licence: string;
  readonly sources: readonly string[];
  readonly note?: string;
}

/** Counts and widths of a decoder, in elements. */
export interface ModelGeometry {
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly hiddenSize: number;
  readonly vocabSize: number;
  /** Context that the checkpoint was made for, in tokens. */
  readonly maxPositionEmbeddings: number;
}

/** An NVIDIA GPU. Shape: schemas/catalog/gpu.schema.json. What was not seen is left out. */
export interface Gpu {
  readonly id: string;
  readonly name: string;
  readonly architecture?: string;
  readonly computeCapability?: string;
  readonly memory: GpuMemory;
  /** Node label nvidia.com/gpu.product, without the suffixes of time slicing and MIG. */
  readonly nodeLabel?: { readonly product: string; readonly basis: 'seen' | 'derived' };
  readonly sources: readonly string[];
  readonly note?: string;
}

export interface GpuMemory {
  /** Figure on the box, in GiB. */
  readonly marketingGiB?: number;
  /** Total that nvidia-smi prints, in MiB. */
  readonly nvidiaSmiMiB?: number;
  /** Lowest total that CUDA was seen to report on Linux, in GiB: what vLLM's utilization is a share of. */
  readonly cudaGiB?: number;
  /** What nvidia-smi counts and CUDA does not get, in MiB. */
  readonly reserved?: { readonly mib: number; readonly basis: 'difference' | 'measured' };
  /** Shared with the CPU. */
  readonly unified?: true;
}
