import { cacheOf } from './cache.ts';
import { uncertaintiesOf } from './uncertainties.ts';
import { encoderUse } from './encoder-only.ts';
import { gib, thousands, tokens } from './figures.ts';
import { graphMemory } from './graphs.ts';
import { coefficients } from './coefficients.gen.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import { resolveQuestion } from './resolve-question.ts';
import type { PlanContext } from './plan-context.ts';
import { suggestions } from './suggestions.ts';
import { textsOf } from './verdict.ts';
import type { Answer, Bounded, Part, Parts, Question } from './types.ts';

/** Whether a model starts on a GPU, with which context, and why. Pure; what cannot be answered says so. */
export function plan(question: Question): Answer {
  const resolved = resolveQuestion(question);
  if (!('gpu' in resolved)) return unanswered(resolved);
  const evaluation = evaluate(resolved);
  return answerOf(evaluation, evaluation.fits === true ? [] : suggestions(question, evaluation));
}

function answerOf(evaluation: Evaluation, suggested: Answer['suggestions']): Answer {
  const { context, counted } = evaluation;
  const { contextTokens } = context.settings;
  const reasons = textsOf(evaluation);
  const answer = {
    fits: evaluation.fits,
    contextTokens: contextTokens ?? null,
    reasons,
    assumptions: assumptionsOf(evaluation, reasons),
    suggestions: suggested,
  };
  const none = { ...unanswered([]), ...answer };
  if (!counted) return none;
  const { estimate, neededGiB, layout, blocks } = counted;
  const low = cacheOf(blocks.low, layout, context);
  const likely = cacheOf(blocks.likely, layout, context);
  const limit = positionLimit(context);
  if (context.model.encoderOnly)
    return {
      ...none,
      maxModelLen: limit,
      maxModelLenLikely: limit,
      marginGiB: estimate.total.low - encoderUse(context, counted).most,
      parts: partsOf(evaluation),
    };
  const cross = context.model.crossTokens ?? 0;
  return {
    ...answer,
    kvCacheGiB: estimate.kvCache.likely,
    kvCacheGiBLow: estimate.kvCache.low,
    kvCacheGiBHigh: estimate.kvCache.high,
    kvCacheTokens: likely.tokens,
    maxModelLen: Math.max(0, Math.min(low.longest - cross, limit)),
    maxModelLenLikely: Math.max(0, Math.min(likely.longest - cross, limit)),
    concurrency: contextTokens === undefined ? null : likely.concurrency,
    marginGiB: contextTokens === undefined ? null : estimate.kvCache.low - neededGiB,
    parts: partsOf(evaluation),
  };
}

/** The context that the model reaches; without limit where that is unknown. */
function positionLimit({ model, settings }: PlanContext): number {
  if (model.maxPositions === undefined) return Infinity;
  return Math.max(
    model.maxPositions,
    settings.contextTokens !== undefined ? Math.min(settings.contextTokens, model.longContext ?? 0) : 0,
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
    assumptions: [],
    suggestions: [],
  };
}

function partsOf({ context, counted, resolved }: Evaluation): Parts {
  const { estimate } = counted!;
  const { settings, behaviour, gpu } = context;
  const known = Number.isNaN(resolved.release) ? ', release unknown' : '';
  const part = (bounded: Bounded, basis: string): Part => ({ ...pick(bounded), basis });
  const deducted = behaviour.deductsGraphs.v1 || behaviour.deductsGraphs.v2;
  return {
    total: part(estimate.total, gpu.total.basis),
    budget: part(estimate.budget, `total x ${settings.utilization}`),
    weights: estimate.weights,
    nonTorch: part(estimate.nonTorch, `fitted, ${settings.tensorParallel > 1 ? 'several shards' : 'one GPU'}${known}`),
    activation: part(
      estimate.activation,
      `profile run of ${tokens(settings.batchedTokens)}, ${settings.sequences} sequences x vocabulary in the sampler${known}`,
    ),
    cudaGraphs: part(
      estimate.graphs,
      settings.eager ? 'none: eager' : deducted ? `fitted, per layer and size${known}` : 'not deducted by this release',
    ),
    kvCache: part(estimate.kvCache, settings.cacheGiB === undefined ? 'what is left' : 'as set'),
  };
}

const pick = ({ likely, low, high }: Bounded): Bounded => ({ likely, low, high });

function assumptionsOf(
  { resolved, context, counted, objections, automatic }: Evaluation,
  reasons: readonly string[],
): string[] {
  const { settings, gpu, behaviour, model } = context;
  const { entry, release } = resolved;
  const assumptions = [
    entry
      ? `vLLM ${entry.version}: ${settings.sequences} sequences, ${thousands(settings.batchedTokens)} batched tokens, utilization ${settings.utilization}.`
      : 'The release is unknown: the bounds span vLLM 0.9.2 to 0.33.0.',
  ];
  if (automatic && context.settings.contextTokens !== undefined)
    assumptions.push(`maxModelLen is auto: vLLM takes the longest context that fits, at least this one.`);
  if (entry?.image.minDriver !== undefined)
    assumptions.push(`The image needs NVIDIA driver ${entry.image.minDriver} or later; this is not checked.`);
  if (gpu.windows) assumptions.push('The total is what Windows and WSL report: other programs use some of it.');
  if (settings.pipelineParallel > 1) assumptions.push('The figures are for the last pipeline stage, which samples.');
  if (model.kvHeads < settings.tensorParallel && !model.mla)
    assumptions.push(
      `${model.kvHeads} KV heads over ${settings.tensorParallel} shards: each shard holds one head whole.`,
    );
  if (model.mla && settings.tensorParallel > 1) assumptions.push('Each shard holds the whole latent.');
  const cacheOnHost = Number(resolved.options.kvOffloadingSize ?? 0);
  const onHost = settings.offloadGiB * settings.tensorParallel * settings.pipelineParallel + cacheOnHost;
  if (onHost > 0)
    assumptions.push(
      `Host memory: ${gib(onHost)} of weights and cache are kept there${cacheOnHost > 0 ? ' (the cache in /dev/shm)' : ''}, next to what vLLM itself needs; the limit of the pod is not checked here.`,
    );
  const { usedGiB, warm } = context;
  if (usedGiB !== undefined)
    assumptions.push(`Other processes hold ${gib(usedGiB)} of the GPU when the server starts.`);
  if (warm) assumptions.push('Kernels are compiled and cached: a first start may leave less.');
  else if (!settings.eager && behaviour.engine === 'v1')
    assumptions.push('The likely value is for a first start; once kernels are compiled and cached, more is left.');
  if (model.encoderOnly)
    assumptions.push('vLLM profiles no model without a KV cache: it takes what it needs, not a share of the GPU.');
  const graphs = graphMemory(context, coefficients).likely;
  if (graphs > 0 && counted && counted.estimate.graphs.likely === 0)
    assumptions.push(`CUDA graphs take about ${gib(graphs)} outside the budget.`);
  if (!Number.isNaN(release))
    for (const { text } of uncertaintiesOf(context)) assumptions.push(`Wider bounds: ${text}.`);
  const said = new Set([...assumptions, ...reasons]);
  for (const { text, certain } of objections) if (!certain && !said.has(text)) assumptions.push(text);
  return assumptions;
}
