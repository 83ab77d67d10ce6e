import { imageSettings, type ImageSettings } from './image-settings.ts';
import type { VersionBehaviour } from './version-behaviour.ts';
import type { Settings } from './plan-context.ts';
import type { ModelSpec } from './model-spec.ts';
import type { NumericOptions } from './numeric-options.ts';
import { versionNumber } from './versions.ts';

const GIB = 2 ** 30;
const LARGE_TIER = versionNumber('0.28.0');
const CHUNKED_2048 = versionNumber('0.7.0');
const TOWERS_LEFT_OUT = versionNumber('0.17.0');

/** The options with vLLM's own defaults for what is left out. */
export function settingsOf(
  options: NumericOptions,
  behaviour: VersionBehaviour,
  release: number,
  model: ModelSpec,
  totalGiB: number,
  capability: number,
): Settings {
  const requested = positive(options.maxModelLen);
  const contextTokens =
    requested ?? (options.maxModelLen === undefined || options.maxModelLen === null ? model.maxPositions : undefined);
  const defaults = batchDefaults(behaviour, release, totalGiB, capability, contextTokens);
  const batchedTokens = positive(options.maxNumBatchedTokens) ?? defaults.batchedTokens;
  const cacheBytes = positive(options.kvCacheMemoryBytes);
  const kvDtype = options.kvCacheDtype ?? 'auto';
  const dtypeBytes = (options.dtype ?? model.dtype) === 'float32' ? 4 : 2;
  const images = imageSettings(options);
  const languageOnly = options.languageModelOnly === true || takesNone(model, images);
  return {
    utilization: options.gpuMemoryUtilization ?? behaviour.defaultUtilization,
    sequences: options.maxNumSeqs ?? Math.min(defaults.sequences, batchedTokens),
    batchedTokens,
    tensorParallel: options.tensorParallelSize ?? 1,
    pipelineParallel: options.pipelineParallelSize ?? 1,
    eager: options.enforceEager === true,
    ...(contextTokens !== undefined && { contextTokens }),
    kvBytes: kvElementBytes(kvDtype, dtypeBytes),
    kvDtype,
    dtypeBytes,
    blockSize: options.blockSize ?? 16,
    ...(cacheBytes !== undefined && { cacheGiB: cacheBytes / GIB }),
    ...(options.enableLora === true && {
      lora: {
        adapters: options.maxLoras ?? 1,
        rank: options.maxLoraRank ?? 16,
        specialized: options['specializeActiveLora'] === true,
      },
    }),
    offloadGiB: options.cpuOffloadGb ?? 0,
    languageOnly,
    withoutTower: options.languageModelOnly === true || (languageOnly && leavesTowerOut(model, release)),
    images,
  };
}

/**
 * max_num_seqs and max_num_batched_tokens of the API server (engine/arg_utils.py, get_batch_defaults): by the GPU's
 * memory, and A100 kept on the small tier. V0: the whole context in one batch, unless it is long and so chunked.
 */
function batchDefaults(
  behaviour: VersionBehaviour,
  release: number,
  totalGiB: number,
  capability: number,
  contextTokens: number | undefined,
) {
  if (behaviour.engine === 'v0') {
    const length = contextTokens ?? 2048;
    const chunked = release >= 5_000 && length > 32_768;
    return { sequences: 256, batchedTokens: chunked ? (release >= CHUNKED_2048 ? 2048 : 512) : Math.max(length, 2048) };
  }
  const a100 = capability === 800;
  if (totalGiB >= 160 && release >= LARGE_TIER) return { sequences: 1024, batchedTokens: 16_384 };
  // GB10: 12.1, kept on the small tier
  if (totalGiB >= 70 && !a100 && capability !== 1201) return { sequences: 1024, batchedTokens: 8192 };
  return { sequences: 256, batchedTokens: 2048 };
}

/** Every modality that the model has is limited to 0. */
function takesNone({ vision, tower }: ModelSpec, { image, video }: ImageSettings): boolean {
  const videos = tower && (tower.videoTokens !== undefined || tower.kind === 'qwen2-vl');
  return vision && image === 0 && (video === 0 || videos === false);
}

/** interfaces.py (_mark_tower_model) from 0.17; these models looked themselves before. */
function leavesTowerOut({ tower }: ModelSpec, release: number): boolean {
  return release >= TOWERS_LEFT_OUT || /^(qwen|pixtral)/.test(tower?.kind ?? '');
}

/** Undefined: automatic, or none. */
const positive = (value: number | null | undefined): number | undefined =>
  value !== undefined && value !== null && value > 0 ? value : undefined;

function kvElementBytes(dtype: string, modelBytes: number): number {
  if (dtype === 'auto') return modelBytes;
  if (/^(float16|bfloat16|half)$/.test(dtype)) return 2;
  if (/^float32$/.test(dtype)) return 4;
  if (/fp8|int8|k8/.test(dtype)) return 1;
  if (/fp4|int4|4bit/.test(dtype)) return 0.5625;
  return NaN;
}
