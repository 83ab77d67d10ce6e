import { imageSettings, type ImageSettings } from './image-settings.ts';
import { bytesOf, elementType } from './model-types.ts';
import type { VersionBehaviour } from './version-behaviour.ts';
import type { Settings } from './plan-context.ts';
import type { ModelSpec } from './model-spec.ts';
import { graphSettings } from './graph-settings.ts';
import { jsonOption } from './json-option.ts';
import type { NumericOptions } from './numeric-options.ts';
import { speculativeOf, type Speculative } from './speculative.ts';
import { versionNumber } from './versions.ts';

const GIB = 2 ** 30;
/** maxModelLen may be auto (_auto_fit_max_model_len, v1/core/kv_cache_utils.py): absent in 0.13.0, there in 0.14.1. */
export const FITS_ITSELF = versionNumber('0.13.1');
const LARGE_TIER = versionNumber('0.28.0');
const CHUNKED_2048 = versionNumber('0.7.0');
const TOWERS_LEFT_OUT = versionNumber('0.17.0');
const MODELOPT_CACHE = versionNumber('0.14.0');
const SCHEME_CACHE = versionNumber('0.17.0');
const OFFLOADS_GROUPS = versionNumber('0.21.0');
const IN_FLIGHT = versionNumber('0.26.0');
const DRAFTS_ASYNCHRONOUSLY = ['eagle', 'eagle3', 'mtp', 'dflash', 'dspark', 'ngram_gpu'];

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
  const kvDtype = kvDtypeOf(options.kvCacheDtype ?? 'auto', model, release);
  const speculative = speculativeOf(options, model);
  const graphs = graphSettings(options);
  const { enablePrefixCaching: prefixCaching, mambaCacheMode: stateMode, mambaSsmCacheDtype: stateType } = options;
  const attentionBackend = options['attentionBackend'] ?? jsonOption(options['attentionConfig'])?.['backend'];
  const dtypeBytes = bytesOf(elementType(options.dtype, model, capability, release));
  const images = imageSettings(options);
  const languageOnly = options.languageModelOnly === true || takesNone(model, images);
  return {
    utilization: options.gpuMemoryUtilization ?? behaviour.defaultUtilization,
    sequences: options.maxNumSeqs ?? Math.min(defaults.sequences, batchedTokens),
    batchedTokens,
    tensorParallel: options.tensorParallelSize ?? 1,
    pipelineParallel: options.pipelineParallelSize ?? 1,
    eager: graphs.eager,
    graphs,
    ...(contextTokens !== undefined && { contextTokens }),
    kvBytes: kvElementBytes(kvDtype, dtypeBytes),
    kvDtype,
    dtypeBytes,
    blockSize: options.blockSize ?? 16,
    inFlightTokens: batchedTokens * concurrentBatches(options, behaviour, release, speculative),
    // the connector that offloads to host memory keeps groups apart from 0.21 (offloading_connector.py, SupportsHMA)
    wholeContexts:
      options['disableHybridKvCacheManager'] === true ||
      (release < OFFLOADS_GROUPS && Number(options['kvOffloadingSize'] ?? 0) > 0),
    ...(typeof prefixCaching === 'boolean' && { prefixCaching }),
    ...(typeof stateMode === 'string' && { stateMode }),
    ...(typeof stateType === 'string' && stateType !== 'auto' && { stateBytes: stateType === 'float32' ? 4 : 2 }),
    ...(speculative && { speculative }),
    ...(typeof attentionBackend === 'string' && attentionBackend !== 'auto' && { attentionBackend }),
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
 * Batches that are scheduled before the first is settled (config/vllm.py, max_concurrent_batches): sliding layers keep the
 * tokens of all of them from 0.26 (max_in_flight_tokens). Drafts on the CPU turn asynchronous scheduling off.
 */
function concurrentBatches(
  { asyncScheduling, pipelineParallelSize }: NumericOptions,
  { runnerV2 }: VersionBehaviour,
  release: number,
  speculative: Speculative | undefined,
): number {
  if (release < IN_FLIGHT) return 1;
  const stages = pipelineParallelSize ?? 1;
  const synchronous = speculative !== undefined && !DRAFTS_ASYNCHRONOUSLY.includes(speculative.method);
  if (asyncScheduling === false || (synchronous && asyncScheduling !== true)) return stages;
  return runnerV2 === false && stages > 1 ? stages : stages + 1;
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
  // GB10: NVML does not know its memory, so it was on the small tier (N069) before 0.33 named it
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

/** auto is what the checkpoint asks for (utils/torch_utils.py, resolve_kv_cache_dtype_string; layers/attention/attention.py). */
function kvDtypeOf(given: string, { kvCacheDtype, method }: ModelSpec, release: number): string {
  const since = method?.startsWith('modelopt') ? MODELOPT_CACHE : SCHEME_CACHE;
  return given === 'auto' && kvCacheDtype !== undefined && release >= since ? kvCacheDtype : given;
}

function kvElementBytes(dtype: string, modelBytes: number): number {
  if (dtype === 'auto') return modelBytes;
  if (/^(float16|bfloat16|half)$/.test(dtype)) return 2;
  if (/^float32$/.test(dtype)) return 4;
  if (/fp8|int8|k8/.test(dtype)) return 1;
  if (/fp4|int4|4bit/.test(dtype)) return 0.5625;
  return NaN;
}
