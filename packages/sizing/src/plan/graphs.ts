import type { Coefficients } from './coefficients.ts';
import type { PlanContext } from './plan-context.ts';
import type { Bounded } from './types.ts';
import { versionNumber } from './versions.ts';

const LARGER_ON_B = versionNumber('0.28.0');
const FLASHINFER_V1 = versionNumber('0.11.0');

/** What CUDA graphs take on the GPU, whether or not the release deducts it. */
export function graphMemory(context: PlanContext, { graphs: c }: Coefficients): Bounded {
  const { model, settings, behaviour } = context;
  const { piecewise } = settings.graphs;
  const full = capturesWhole(context);
  if (!piecewise && !full) return { likely: 0, low: 0, high: 0 };
  const drafted = settings.speculative?.draftLayers.reduce((sum, { layers }) => sum + layers, 0) ?? 0;
  const layers = Math.ceil(model.layers / settings.pipelineParallel) + drafted;
  const captures = captureCount(context) * loraVariants(settings.lora);
  const v1 = Math.max(c.base, c.perCapture * layers * captures);
  const likely = behaviour.runnerV2 ? v1 * c.runnerV2 : v1;
  const workspace = full && runsFlashInfer(context) ? FLASHINFER_WORKSPACE : 0;
  return { likely: likely + workspace, low: likely * 0.35 + workspace, high: likely * 1.9 + 0.05 + workspace };
}

/** VLLM_FLASHINFER_WORKSPACE_BUFFER_SIZE: allocated when the first whole graph is captured (N026: 0.47 GiB for two graphs). */
export const FLASHINFER_WORKSPACE = 394 / 1024;

/**
 * Whether attention runs by FlashInfer (platforms/cuda.py, _get_backend_priorities): first on 10.x, and elsewhere for an fp8 cache,
 * which FlashAttention has on Hopper alone. Sinks, and the masks and heads of Gemma 3 and 4, go to others.
 */
export function runsFlashInfer({ gpu, model, settings, release }: PlanContext): boolean {
  const { attentionBackend, kvDtype } = settings;
  if (attentionBackend !== undefined) return attentionBackend.toUpperCase() === 'FLASHINFER';
  if (model.mla || /^(GptOss|Gemma[34])/.test(model.architecture ?? '') || release < FLASHINFER_V1) return false;
  const family = Math.floor(gpu.capability / 100);
  return family === 10 || (kvDtype.startsWith('fp8') && family !== 9 && gpu.capability >= 800);
}

/** Whole graphs of batches that only decode. With a draft, FlashInfer before 10.x has none (resolve_cudagraph_mode_and_sizes). */
export function capturesWhole(context: PlanContext): boolean {
  const { graphs, speculative } = context.settings;
  if (!graphs.full) return false;
  return speculative === undefined || Math.floor(context.gpu.capability / 100) === 10 || !runsFlashInfer(context);
}

/** The estimate that the release deducts from the budget (from 0.20.0; model runner V2 from 0.29.0). */
export function deductedGraphs(context: PlanContext, coefficients: Coefficients): Bounded {
  const { runnerV2, deductsGraphs } = context.behaviour;
  const memory = graphMemory(context, coefficients);
  const some = runnerV2 === undefined ? deductsGraphs.v1 || deductsGraphs.v2 : deductsGraphs[runnerV2 ? 'v2' : 'v1'];
  const all = runnerV2 === undefined ? deductsGraphs.v1 && deductsGraphs.v2 : some;
  return {
    low: all ? memory.low : 0,
    likely: some ? memory.likely * (all ? 1 : 0.5) : 0,
    high: some ? memory.high : 0,
  };
}

/**
 * Graphs that are captured: piecewise ones for 1, 2, 4, then every 8 up to 256, then every 16 up to
 * min(2 x max_num_seqs, 512) tokens (1024 on 10.x from 0.28, and for gpt-oss), and full ones for the sizes up to max_num_seqs
 * (config/vllm.py: _set_cudagraph_sizes). A draft of n tokens counts a sequence n + 1 times, and its sizes are multiples of
 * that. "PIECEWISE=51 (largest=512), FULL=35 (largest=256)" is the log of the defaults.
 */
export function captureCount(context: PlanContext): number {
  const { settings, behaviour } = context;
  if (behaviour.engine === 'v0') return sizesUpTo(Math.min(settings.sequences, 256));
  const { piecewise } = settings.graphs;
  const full = capturesWhole(context);
  const perSequence = 1 + (settings.speculative?.tokens ?? 0);
  const decoded = settings.sequences * perSequence;
  const { sizes, largest, fine } = settings.graphs;
  const limit = Math.min(largest ?? Math.min(decoded * 2, captureLimit(context)), settings.batchedTokens);
  const between = (least: number, most: number): number => {
    if (sizes) return sizes.filter((size) => size >= least && size <= Math.min(most, settings.batchedTokens)).length;
    const all = sizesUpTo(Math.min(most, limit));
    const small = fine ? Math.max(0, Math.min(32, most, limit) - sizesUpTo(Math.min(32, most, limit))) : 0;
    return all + small - (least > 1 ? sizesUpTo(least - 1) : 0);
  };
  // sizes that are rounded up to the same multiple are one
  const multiples = (most: number) =>
    Math.min(between(perSequence, most), Math.ceil(Math.min(most, limit) / perSequence));
  const whole = perSequence > 1 ? multiples(decoded) : between(1, decoded);
  return (piecewise ? (perSequence > 1 && full ? multiples(Infinity) : between(1, Infinity)) : 0) + (full ? whole : 0);
}

function captureLimit({ model, gpu, release }: PlanContext): number {
  if (model.architecture === 'GptOssForCausalLM') return 1024;
  return release >= LARGER_ON_B && Math.floor(gpu.capability / 100) === 10 ? 1024 : 512;
}

/** Graphs are captured without adapters and with them; specialized, for each power of two of them (lora/utils.py). */
function loraVariants(lora: PlanContext['settings']['lora']): number {
  if (!lora) return 1;
  return lora.specialized ? 3 + Math.floor(Math.log2(lora.adapters + 1)) : 2;
}

export function sizesUpTo(largest: number): number {
  const small = largest >= 4 ? 3 : largest >= 2 ? 2 : 1;
  const middle = Math.floor(Math.min(largest, 248) / 8);
  const large = largest >= 256 ? Math.floor((largest - 256) / 16) + 1 : 0;
  return small + middle + large;
}
