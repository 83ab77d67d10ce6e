import type { Coefficients } from './coefficients.ts';
import { encoder, seesImages } from './encoder.ts';
import type { PlanContext } from './plan-context.ts';
import type { Bounded } from './types.ts';
import { versionNumber } from './versions.ts';

const GIB = 2 ** 30;

/**
 * Peak of the profile run: vLLM encodes dummy images, feeds max_num_batched_tokens dummy tokens through the model, then
 * samples min(max_num_seqs, max_num_batched_tokens) dummy requests (gpu_model_runner.py: profile_run, _dummy_run,
 * _dummy_sampler_run). The peak is the greatest of them, and on a cold start that of compiling.
 */
export function activation(context: PlanContext, { activation: c }: Coefficients): Bounded {
  const { behaviour, release } = context;
  const workspace = expertWorkspace(context);
  const layer = layerPeak(context, c.streams) + workspace;
  const warmV1 = Math.max(layer, samplerV1(context, c) + workspace * c.experts);
  const warmV2 = Math.max(layer, samplerV2(context) + workspace * c.experts);
  const { runnerV2 } = behaviour;
  const flashInfer = flashInferSampler(context);
  const warmFlashInfer = Math.max(layer, samplerFlashInfer(context, c) + workspace * c.experts);
  const leastV1 = flashInfer === 'unused' ? warmV1 : Math.min(warmV1, warmFlashInfer);
  const least = runnerV2 === undefined ? Math.min(leastV1, warmV2) : runnerV2 ? warmV2 : leastV1;
  const most = runnerV2 === undefined ? Math.max(warmV1, warmV2) : runnerV2 ? warmV2 : warmV1;
  const images = encoder(context);
  const cold = context.warm ? 0 : compilePeak(context, c);
  const middle = flashInfer === 'unused' ? (least + most) / 2 : flashInfer === 'likely' ? least : most;
  const warm = middle + images.kept;
  return {
    low: Math.max(images.peak.low, least + images.kept * 0.5),
    likely: Math.max(images.peak.likely, warm, behaviour.benchmarksKernels ? cold : 0),
    // before 0.6.3 the peak is of what PyTorch reserved, not of what it used (worker.py: init_free - free)
    high: Math.max(images.peak.high, most + images.kept, cold) * (release < 6_003 ? 3 : 1),
  };
}

/**
 * Alive at the peak of a layer: the two halves of the gated feed-forward and their product (3 x intermediate), or
 * the queries, keys and values and what attention makes of them, with some residual streams.
 */
export function layerPeak({ model, settings }: PlanContext, streams: number): number {
  const { tensorParallel: tp, batchedTokens, dtypeBytes } = settings;
  const feedForward = (3 * model.intermediate) / tp;
  const attention = (2 * (model.heads ?? model.hidden / model.headDim) * model.headDim) / tp;
  return (batchedTokens * dtypeBytes * (Math.max(feedForward, attention) + streams * model.hidden)) / GIB;
}

/** Intermediate caches of the fused experts (fused_moe.py: cache 1 and 3 share one buffer, cache 2 is separate). */
export function expertWorkspace({ model, settings }: PlanContext): number {
  if (!model.moe) return 0;
  const { active, intermediate } = model.moe;
  const width = intermediate / settings.tensorParallel;
  const perToken = active * (Math.max(2 * width, model.hidden) + width);
  return (Math.min(settings.batchedTokens, 32_768) * settings.dtypeBytes * perToken) / GIB;
}

/** Logits in the model's type, and what the sampler makes of them in 32 bit: all per sequence and vocabulary entry. */
export function samplerV1(context: PlanContext, c: Coefficients['activation']): number {
  const { behaviour, settings } = context;
  // the rejection sampler is tried too, on two rows per sequence, and samples from a copy (_dummy_sampler_run)
  const rejection = settings.speculative ? 3 * settings.dtypeBytes : 0;
  const bytes = (behaviour.sampler === 'sort' ? c.sortBytes : settings.dtypeBytes + c.filterBytes) + rejection;
  return hiddenStates(context) + logits(context) * bytes;
}

/** FlashInfer's sampler does not sort: logits, their 32-bit copy and the probabilities. */
export function samplerFlashInfer(context: PlanContext, c: Coefficients['activation']): number {
  return hiddenStates(context) + logits(context) * c.flashInferBytes;
}

const IN_THE_IMAGE = versionNumber('0.9.0');
const COMPILED_LATER = versionNumber('0.10.2');
const OPT_IN = versionNumber('0.11.1');

/**
 * Until 0.11.0 FlashInfer's sampler is used wherever FlashInfer is installed (v1/sample/ops/topk_topp_sampler.py), which is a
 * matter of the image: compiled into vLLM's own from 0.9.0, to be compiled on first use from 0.10.2 (docker/Dockerfile).
 * Starts of 0.10.1 printed it (N042), those of 0.10.2 and 0.11.0 sorted.
 */
function flashInferSampler({ release, behaviour }: PlanContext): 'likely' | 'possible' | 'unused' {
  if (behaviour.engine === 'v0' || release >= OPT_IN) return 'unused';
  return release >= IN_THE_IMAGE && release < COMPILED_LATER ? 'likely' : 'possible';
}

export function samplerV2(context: PlanContext): number {
  return hiddenStates(context) + logits(context) * (context.settings.dtypeBytes + context.behaviour.runnerV2Bytes);
}

export function hiddenStates({ model, settings }: PlanContext): number {
  return (settings.batchedTokens * model.hidden * settings.dtypeBytes) / GIB;
}

export function logits({ model, settings }: PlanContext): number {
  return (Math.min(settings.sequences, settings.batchedTokens) * model.vocab) / GIB;
}

/**
 * Inductor benchmarks kernels on copies of their inputs; the greatest is the embedding's table. With images, tokens are
 * embedded before the compiled part. A cold cache is charged as activation until the next start (vLLM #54122, #54383).
 */
export function compilePeak(context: PlanContext, c: Coefficients['activation']): number {
  const { model, settings, behaviour } = context;
  if (!settings.graphs.compiled || behaviour.engine === 'v0' || seesImages(context)) return 0;
  return (model.vocab * model.hidden * settings.dtypeBytes) / settings.tensorParallel / GIB + c.compile;
}
