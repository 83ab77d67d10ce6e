import type { Coefficients } from './coefficients.ts';
import type { Situation } from './situation.ts';
import type { Bounded } from './types.ts';

const GIB = 2 ** 30;

/**
 * Peak of the profile run: vLLM feeds max_num_batched_tokens dummy tokens through the model, then samples
 * min(max_num_seqs, max_num_batched_tokens) dummy requests (gpu_model_runner.py: profile_run, _dummy_run,
 * _dummy_sampler_run). The peak is the greater of the two, and on a cold start that of compiling.
 */
export function activation(situation: Situation, { activation: c }: Coefficients): Bounded {
  const { era, release } = situation;
  const workspace = expertWorkspace(situation);
  const layer = layerPeak(situation, c.streams) + workspace;
  const warmV1 = Math.max(layer, samplerV1(situation, c) + workspace * c.experts);
  const warmV2 = Math.max(layer, samplerV2(situation) + workspace * c.experts);
  const { runnerV2 } = era;
  const least = runnerV2 === undefined ? Math.min(warmV1, warmV2) : runnerV2 ? warmV2 : warmV1;
  const most = runnerV2 === undefined ? Math.max(warmV1, warmV2) : least;
  const vision = seesImages(situation) ? c.vision : 0;
  const cold = compilePeak(situation, c);
  const warm = (least + most) / 2;
  return {
    low: least,
    likely: Math.max(warm, era.benchmarksKernels ? cold : 0) + vision,
    // before 0.6.3 the peak is of what PyTorch reserved, not of what it used (worker.py: init_free - free)
    high: (Math.max(most, cold) + 4 * vision) * (release < 6_003 ? 3 : 1),
  };
}

/**
 * Alive at the peak of a layer: the two halves of the gated feed-forward and their product (3 x intermediate), or
 * the queries, keys and values and what attention makes of them, beside some residual streams.
 */
export function layerPeak({ shape, settings }: Situation, streams: number): number {
  const { tensorParallel: tp, batchedTokens, dtypeBytes } = settings;
  const feedForward = (3 * shape.intermediate) / tp;
  const attention = (2 * (shape.heads ?? shape.hidden / shape.headDim) * shape.headDim) / tp;
  return (batchedTokens * dtypeBytes * (Math.max(feedForward, attention) + streams * shape.hidden)) / GIB;
}

/** Intermediate caches of the fused experts (fused_moe.py: cache 1 and 3 share one buffer, cache 2 is beside). */
export function expertWorkspace({ shape, settings }: Situation): number {
  if (!shape.moe) return 0;
  const { active, intermediate } = shape.moe;
  const width = intermediate / settings.tensorParallel;
  const perToken = active * (Math.max(2 * width, shape.hidden) + width);
  return (Math.min(settings.batchedTokens, 32_768) * settings.dtypeBytes * perToken) / GIB;
}

/** Logits in the model's type, and what the sampler makes of them in 32 bit: all per sequence and vocabulary entry. */
export function samplerV1(situation: Situation, c: Coefficients['activation']): number {
  const { era, settings } = situation;
  const bytes = era.sampler === 'sort' ? c.sortBytes : settings.dtypeBytes + c.filterBytes;
  return hiddenStates(situation) + logits(situation) * bytes;
}

export function samplerV2(situation: Situation): number {
  return hiddenStates(situation) + logits(situation) * (situation.settings.dtypeBytes + situation.era.runnerV2Bytes);
}

export function hiddenStates({ shape, settings }: Situation): number {
  return (settings.batchedTokens * shape.hidden * settings.dtypeBytes) / GIB;
}

export function logits({ shape, settings }: Situation): number {
  return (Math.min(settings.sequences, settings.batchedTokens) * shape.vocab) / GIB;
}

/**
 * Inductor benchmarks kernels on copies of their inputs; the greatest is the embedding's table. With images, tokens are
 * embedded before the compiled part. A cold cache is charged as activation until the next start (vLLM #54122, #54383).
 */
export function compilePeak(situation: Situation, c: Coefficients['activation']): number {
  const { shape, settings, era } = situation;
  if (settings.eager || era.engine === 'v0' || seesImages(situation)) return 0;
  return (shape.vocab * shape.hidden * settings.dtypeBytes) / settings.tensorParallel / GIB + c.compile;
}

export function seesImages({ shape, settings }: Situation): boolean {
  return shape.vision && !settings.languageOnly;
}
