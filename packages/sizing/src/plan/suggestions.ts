import type { Model } from '../catalog-types.ts';
import { gpus } from '../gpus.ts';
import { models } from '../models.ts';
import { longestRequest } from './cache.ts';
import { tokens } from './figures.ts';
import { gpuSpecOf } from './gpu-spec.ts';
import type { Count } from './count.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import type { Resolved } from './resolve-question.ts';
import { modelSpecOf } from './model-spec.ts';
import type { NumericOptions } from './numeric-options.ts';
import type { Question, Suggestion } from './types.ts';

const SEQUENCES = [128, 64, 32, 16, 8];
const LEAST_CONTEXT = 2048;

/** Changes that make it fit, each checked by the planner: smaller ones first, then another model, then another GPU. */
export function suggestions(question: Question, evaluation: Evaluation): Suggestion[] {
  const { resolved, counted, context } = evaluation;
  const { settings, behaviour, gpu } = context;
  const found: Suggestion[] = [];
  const { options } = resolved;

  const withOptions = (change: NumericOptions) => ({ ...resolved, options: { ...options, ...change } });
  const offer = (kind: Suggestion['kind'], text: string, change: NumericOptions): boolean => {
    const suggestion = tried(withOptions(change), kind, text, { options: change });
    if (suggestion) found.push(suggestion);
    return suggestion !== undefined;
  };

  if (counted && !counted.headroom.enough) found.push(...lowerUtilization(resolved, evaluation));
  const fewer = SEQUENCES.filter((sequences) => sequences < settings.sequences);
  for (const maxNumSeqs of fewer)
    if (offer('sequences', `Serve at most ${maxNumSeqs} concurrent requests.`, { maxNumSeqs })) break;
  if (settings.kvBytes === 2 && settings.kvDtype === 'auto' && gpu.capability >= 809)
    offer('kv-cache-dtype', 'Use an fp8 KV cache.', { kvCacheDtype: 'fp8' });
  if (!settings.eager && (behaviour.deductsGraphs.v1 || behaviour.benchmarksKernels))
    offer('eager', 'Turn off CUDA graphs and compilation; it is slower.', { enforceEager: true });
  const shorter = counted && Math.floor(maxContext(evaluation) / 1024) * 1024;
  if (shorter && shorter >= LEAST_CONTEXT && (settings.contextTokens === undefined || shorter < settings.contextTokens))
    offer('context', `Request a context of ${tokens(shorter)}.`, { maxModelLen: shorter });
  if (found.length === 0) {
    const maxNumSeqs = Math.min(8, settings.sequences);
    const fp8 = settings.kvDtype === 'auto' && gpu.capability >= 809;
    const sparing: NumericOptions = { maxNumSeqs, enforceEager: true, ...(fp8 && { kvCacheDtype: 'fp8' }) };
    const least = maxContext(evaluate(withOptions({ ...sparing, maxModelLen: LEAST_CONTEXT })));
    const maxModelLen = Math.min(settings.contextTokens ?? Infinity, Math.floor(least / 1024) * 1024);
    const words = `${fp8 ? 'an fp8 KV cache, ' : ''}no CUDA graphs, a context of ${tokens(maxModelLen)}`;
    if (maxModelLen >= LEAST_CONTEXT)
      offer('context', `All of these: ${maxNumSeqs} concurrent requests, ${words}.`, { ...sparing, maxModelLen });
  }
  const onThisGpu = found.some(({ kind }) => kind === 'utilization');
  return [...found, ...(onThisGpu ? [] : [...otherModels(resolved), ...otherGpus(question, resolved)])];
}

/** A share of the GPU that leaves what is needed outside of it, and a shorter context where that does not hold this one. */
function lowerUtilization(resolved: Resolved, { counted, context }: Evaluation): Suggestion[] {
  const { estimate, headroom } = counted!;
  const free = estimate.total.likely - (context.usedGiB ?? 0) - headroom.neededGiB;
  const most = Math.floor((free / estimate.total.likely) * 100) / 100;
  if (!(most > 0) || most >= context.settings.utilization) return [];
  const withOptions = (change: NumericOptions) => ({ ...resolved, options: { ...resolved.options, ...change } });
  const change = { gpuMemoryUtilization: most };
  const text = `Let vLLM use less of the GPU: a utilization of ${most}`;
  const whole = tried(withOptions(change), 'utilization', `${text}.`, { options: change });
  if (whole) return [whole];
  const { contextTokens = Infinity } = context.settings;
  const longest = maxContext(evaluate(withOptions({ ...change, maxModelLen: LEAST_CONTEXT })));
  const maxModelLen = Math.min(contextTokens, Math.floor(longest / 1024) * 1024);
  if (maxModelLen < LEAST_CONTEXT) return [];
  const shorter = { ...change, maxModelLen };
  const both = `${text}, and a context of ${tokens(maxModelLen)}.`;
  return [tried(withOptions(shorter), 'utilization', both, { options: shorter })].filter((one) => one !== undefined);
}

function tried(
  resolved: Resolved,
  kind: Suggestion['kind'],
  text: string,
  change: Suggestion['change'],
): Suggestion | undefined {
  const evaluation = evaluate(resolved);
  const { counted } = evaluation;
  if (evaluation.fits !== true || !counted) return undefined;
  const marginGiB = counted.estimate.kvCache.low - counted.neededGiB;
  return { kind, text, change, maxModelLen: maxContext(evaluation), marginGiB };
}

/** Greatest context by the pessimistic bound. */
function maxContext({ counted, context }: Count): number {
  if (!counted) return 0;
  const { contextTokens = Infinity } = context.settings;
  const held = longestRequest(counted.blocks.low, counted.layout);
  return Math.min(held, context.model.maxPositions ?? contextTokens);
}

/** The largest smaller model that fits with the same options: a code model for a code model, else of the same maker. */
function otherModels(resolved: Resolved): Suggestion[] {
  const { id, weights } = resolved.model;
  const requested = models.find((model) => model.id === id);
  const maker = id?.split('/')[0];
  const alike = (model: Model) =>
    (model.pooling ?? false) === (resolved.model.pooling ?? false) &&
    (requested && !requested.codeModel ? model.id.split('/')[0] === maker : model.codeModel === true);
  const candidates = models
    .filter((model) => model.id !== id && alike(model) && model.weights)
    .filter((model) => model.weights!.bytes < (weights?.likely ?? Infinity) * 2 ** 30)
    .toSorted((a, b) => parameters(b) - parameters(a));
  for (const model of candidates) {
    const options = { ...resolved.options, quantization: null };
    const suggestion = tried({ ...resolved, model: modelSpecOf(model), options }, 'model', `Serve ${model.id}.`, {
      model: model.id,
    });
    if (suggestion) return [suggestion];
  }
  return [];
}

/** About how many parameters a checkpoint has. */
const parameters = ({ weights, quantization }: Model) => (weights!.bytes * 8) / (quantization?.bits ?? 16);

/** The smallest GPU that holds it: of the same kind as the requested one, where that is in the catalog. */
function otherGpus(question: Question, resolved: Resolved): Suggestion[] {
  const kind = gpus.find(({ id }) => id === question.gpu)?.kind;
  const larger = gpus
    .flatMap((gpu) => {
      const spec = kind === undefined || gpu.kind === kind ? gpuSpecOf(gpu) : undefined;
      return spec && !spec.unified && spec.total.likely > resolved.gpu.total.likely ? [{ gpu, spec }] : [];
    })
    .toSorted((a, b) => a.spec.total.likely - b.spec.total.likely);
  for (const { gpu, spec } of larger) {
    if (gpu.id === question.gpu) continue;
    const suggestion = tried({ ...resolved, gpu: spec }, 'gpu', `Use a GPU like the ${gpu.name}.`, { gpu: gpu.id });
    if (suggestion) return [suggestion];
  }
  return [];
}
