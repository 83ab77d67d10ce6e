import { cacheOf } from './cache.ts';
import { doubtsOf } from './doubts.ts';
import { graphMemory } from './graphs.ts';
import { coefficients } from './coefficients.gen.ts';
import { judge, type Judgement } from './judge.ts';
import { resolveQuestion } from './resolve-question.ts';
import type { Situation } from './situation.ts';
import { suggestions } from './suggestions.ts';
import { wordsOf } from './verdict.ts';
import type { Answer, Bounded, Part, Parts, Question } from './types.ts';

/** Whether a model starts on a card, with which context, and why. Pure; what cannot be answered says so. */
export function plan(question: Question): Answer {
  const resolved = resolveQuestion(question);
  if (!('card' in resolved)) return unanswered(resolved);
  const judgement = judge(resolved);
  return answerOf(judgement, judgement.verdict.fits === true ? [] : suggestions(question, judgement));
}

function answerOf(judgement: Judgement, suggested: Answer['suggestions']): Answer {
  const { assessment, verdict } = judgement;
  const { situation, counted } = assessment;
  const { context } = situation.settings;
  const answer = {
    fits: verdict.fits,
    contextTokens: context ?? null,
    reasons: wordsOf(verdict),
    facts: factsOf(judgement),
    suggestions: suggested,
  };
  if (!counted) return { ...unanswered([]), ...answer };
  const { estimate, neededGiB, layout, blocks } = counted;
  const low = cacheOf(blocks.low, layout, situation);
  const likely = cacheOf(blocks.likely, layout, situation);
  const limit = positionLimit(situation);
  return {
    ...answer,
    kvCacheGiB: estimate.kvCache.likely,
    kvCacheGiBLow: estimate.kvCache.low,
    kvCacheGiBHigh: estimate.kvCache.high,
    kvCacheTokens: likely.tokens,
    maxModelLen: Math.min(low.longest, limit),
    maxModelLenLikely: Math.min(likely.longest, limit),
    concurrency: context === undefined ? null : likely.concurrency,
    marginGiB: context === undefined ? null : estimate.kvCache.low - neededGiB,
    parts: partsOf(judgement),
  };
}

/** The context that the model reaches; without limit where that is not known. */
function positionLimit({ shape, settings }: Situation): number {
  if (shape.maxPositions === undefined) return Infinity;
  return Math.max(
    shape.maxPositions,
    settings.context !== undefined ? Math.min(settings.context, shape.longContext ?? 0) : 0,
  );
}

/** The answer to a question that has none, with the reasons. */
export function unanswered(reasons: readonly string[]): Answer {
  return {
    fits: null,
    kvCacheGiB: null,
    kvCacheGiBLow: null,
    kvCacheGiBHigh: null,
    kvCacheTokens: null,
    maxModelLen: null,
    maxModelLenLikely: null,
    contextTokens: null,
    concurrency: null,
    marginGiB: null,
    parts: null,
    reasons,
    facts: [],
    suggestions: [],
  };
}

function partsOf({ assessment, resolved }: Judgement): Parts {
  const { situation, counted } = assessment;
  const { estimate } = counted!;
  const { settings, era, gpu } = situation;
  const known = Number.isNaN(resolved.release) ? ', release not known' : '';
  const part = (bounded: Bounded, basis: string): Part => ({ ...pick(bounded), basis });
  const deducted = era.deductsGraphs.v1 || era.deductsGraphs.v2;
  return {
    total: part(estimate.total, gpu.total.basis),
    budget: part(estimate.budget, `total x ${settings.utilization}`),
    weights: estimate.weights,
    nonTorch: part(estimate.nonTorch, `fitted, ${settings.tensorParallel > 1 ? 'several shards' : 'one GPU'}${known}`),
    activation: part(
      estimate.activation,
      `profile run of ${settings.batchedTokens} tokens, ${settings.sequences} sequences x vocabulary in the sampler${known}`,
    ),
    cudaGraphs: part(
      estimate.graphs,
      settings.eager ? 'none: eager' : deducted ? `fitted, per layer and size${known}` : 'not deducted by this release',
    ),
    kvCache: part(estimate.kvCache, settings.cacheGiB === undefined ? 'what is left' : 'as told'),
  };
}

const pick = ({ likely, low, high }: Bounded): Bounded => ({ likely, low, high });

function factsOf({ resolved, assessment, objections }: Judgement): string[] {
  const { situation, counted } = assessment;
  const { settings, gpu, era, shape } = situation;
  const { entry, release } = resolved;
  const facts = [
    entry
      ? `vLLM ${entry.version}: ${settings.sequences} sequences, ${settings.batchedTokens} batched tokens, utilization ${settings.utilization}.`
      : 'The release is not known: the bounds span vLLM 0.9.2 to 0.33.0.',
  ];
  if (entry?.image.minDriver !== undefined)
    facts.push(`The image needs an NVIDIA driver of branch ${entry.image.minDriver} or later: not checked.`);
  if (gpu.windows) facts.push('The total is what Windows and WSL report: other programs hold some of it.');
  if (settings.pipelineParallel > 1) facts.push('The figures are of the last pipeline stage, which samples.');
  if (shape.kvHeads < settings.tensorParallel && !shape.mla)
    facts.push(`${shape.kvHeads} KV heads over ${settings.tensorParallel} shards: each shard holds a whole one.`);
  if (shape.mla && settings.tensorParallel > 1) facts.push('The latent is on every shard, whole.');
  if (!settings.eager && era.engine === 'v1')
    facts.push('The likely value is a first start; once kernels are compiled and cached, more is left.');
  const graphs = graphMemory(situation, coefficients).likely;
  if (graphs > 0 && counted && counted.estimate.graphs.likely === 0)
    facts.push(`CUDA graphs take about ${graphs.toFixed(2)} GiB outside the budget.`);
  if (Number.isNaN(gpu.capability)) facts.push('Without a compute capability, kernels and types are not checked.');
  if (!Number.isNaN(release)) for (const { text } of doubtsOf(situation)) facts.push(`Wider bounds: ${text}.`);
  const said = new Set(facts);
  for (const { text, certain } of objections) if (!certain && !said.has(text)) facts.push(text);
  return facts;
}
