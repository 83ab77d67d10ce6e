import type { ImageSettings } from './image-settings.ts';
import type { VersionBehaviour } from './version-behaviour.ts';
import type { ModelSpec } from './model-spec.ts';
import type { GraphSettings } from './graph-settings.ts';
import type { Speculative } from './speculative.ts';
import type { Part } from './types.ts';

/** A question with everything filled in: what the phases count with. */
export interface PlanContext {
  readonly gpu: GpuSpec;
  readonly model: ModelSpec;
  readonly behaviour: VersionBehaviour;
  /** Number of the release (versions.ts). */
  readonly release: number;
  readonly settings: Settings;
  /** Memory that other processes hold when the server starts, in GiB, where it is known. */
  readonly usedGiB?: number;
  /** Kernels are compiled and cached already. */
  readonly warm?: boolean;
}

export interface GpuSpec {
  readonly id?: string;
  /** NaN: unknown, and no memory is counted. */
  readonly total: Part;
  /** As a number that orders; NaN: unknown. */
  readonly capability: number;
  /** A total that only Windows and WSL report: there, other programs hold memory too. */
  readonly windows: boolean;
  readonly unified: boolean;
}

export interface Settings {
  readonly utilization: number;
  readonly sequences: number;
  readonly batchedTokens: number;
  readonly tensorParallel: number;
  readonly pipelineParallel: number;
  /** Neither CUDA graphs nor compilation. */
  readonly eager: boolean;
  readonly graphs: GraphSettings;
  /** Context in tokens; undefined: `auto`, or unknown. */
  readonly contextTokens?: number;
  /** Bytes per element of keys and values. */
  readonly kvBytes: number;
  readonly kvDtype: string;
  readonly dtypeBytes: number;
  readonly blockSize: number;
  /** Tokens that are scheduled and not settled: sliding layers keep them besides their window. */
  readonly inFlightTokens: number;
  /** Sliding layers keep whole contexts too. */
  readonly wholeContexts: boolean;
  /** Left out: as the release does by default. */
  readonly prefixCaching?: boolean;
  /** --mamba-cache-mode, and bytes per element of --mamba-ssm-cache-dtype. */
  readonly stateMode?: string;
  readonly stateBytes?: number;
  readonly speculative?: Speculative;
  /** --attention-backend; left out: vLLM chooses. */
  readonly attentionBackend?: string;
  /** Size of the cache as told, in GiB: vLLM then measures nothing. */
  readonly cacheGiB?: number;
  readonly lora?: { readonly adapters: number; readonly rank: number; readonly specialized: boolean };
  readonly offloadGiB: number;
  /** No image is taken: there is no encoder to profile. */
  readonly languageOnly: boolean;
  /** The encoder is not loaded either. */
  readonly withoutTower: boolean;
  readonly images: ImageSettings;
}
