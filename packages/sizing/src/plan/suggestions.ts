import type { Model } from '../catalog-types.ts';
import { gpus } from '../gpus.ts';
import { models } from '../models.ts';
import type { Assessment } from './assess.ts';
import { longestRequest } from './cache.ts';
import { cardOfGpu } from './card.ts';
import { judge, type Judgement } from './judge.ts';
import type { Resolved } from './resolve-question.ts';
import { shapeOfModel } from './shape.ts';
import type { Question, QuestionOptions, Suggestion } from './types.ts';

const SEQUENCES = [128, 64, 32, 16, 8];
const LEAST_CONTEXT = 2048;

/** Changes that make it fit, each planned: smaller ones first, then another model, then another card. */
export function suggestions(question: Question, { resolved, assessment }: Judgement): Suggestion[] {
  const { counted, situation } = assessment;
  const { settings, era, gpu } = situation;
  const found: Suggestion[] = [];
  const { options } = resolved;

  const withOptions = (change: QuestionOptions) => ({ ...resolved, options: { ...options, ...change } });
  const offer = (kind: Suggestion['kind'], text: string, change: QuestionOptions): boolean => {
    const suggestion = tried(withOptions(change), kind, text, { options: change });
    if (suggestion) found.push(suggestion);
    return suggestion !== undefined;
  };

  const fewer = SEQUENCES.filter((sequences) => sequences < settings.sequences);
  for (const maxNumSeqs of fewer)
    if (offer('sequences', `Serve at most ${maxNumSeqs} sequences at once.`, { maxNumSeqs })) break;
  if (settings.kvBytes === 2 && settings.kvDtype === 'auto' && gpu.capability >= 890)
    offer('kv-cache-dtype', 'Keep keys and values in fp8.', { kvCacheDtype: 'fp8' });
  if (!settings.eager && (era.deductsGraphs.v1 || era.benchmarksKernels))
    offer('eager', 'Do without CUDA graphs and compiling, at some speed.', { enforceEager: true });
  const shorter = counted && Math.floor(longest(assessment) / 1024) * 1024;
  if (shorter && shorter >= LEAST_CONTEXT && (settings.context === undefined || shorter < settings.context))
    offer('context', `Ask for a context of ${shorter} tokens.`, { maxModelLen: shorter });
  if (found.length === 0) {
    const maxNumSeqs = Math.min(8, settings.sequences);
    const fp8 = settings.kvDtype === 'auto' && gpu.capability >= 890;
    const sparing: QuestionOptions = { maxNumSeqs, enforceEager: true, ...(fp8 && { kvCacheDtype: 'fp8' }) };
    const least = longest(judge(withOptions({ ...sparing, maxModelLen: LEAST_CONTEXT })).assessment);
    const maxModelLen = Math.min(settings.context ?? Infinity, Math.floor(least / 1024) * 1024);
    const words = `${fp8 ? 'keys and values in fp8, ' : ''}no CUDA graphs, a context of ${maxModelLen} tokens`;
    if (maxModelLen >= LEAST_CONTEXT)
      offer('context', `All together: ${maxNumSeqs} sequences, ${words}.`, { ...sparing, maxModelLen });
  }
  return [...found, ...otherModels(resolved), ...otherCards(question, resolved)];
}

function tried(
  resolved: Resolved,
  kind: Suggestion['kind'],
  text: string,
  change: Suggestion['change'],
): Suggestion | undefined {
  const { verdict, assessment } = judge(resolved);
  const { counted } = assessment;
  if (verdict.fits !== true || !counted) return undefined;
  const marginGiB = counted.estimate.kvCache.low - counted.neededGiB;
  return { kind, text, change, maxModelLen: longest(assessment), marginGiB };
}

/** Longest request by the pessimistic bound. */
function longest({ counted, situation }: Assessment): number {
  if (!counted) return 0;
  const { context = Infinity } = situation.settings;
  const held = longestRequest(counted.blocks.low, counted.layout, situation.settings.batchedTokens);
  return Math.min(held, situation.shape.maxPositions ?? context);
}

/** The largest smaller model that fits with the same options: a code model for a code model, else of the same maker. */
function otherModels(resolved: Resolved): Suggestion[] {
  const { id, weights } = resolved.shape;
  const asked = models.find((model) => model.id === id);
  const maker = id?.split('/')[0];
  const alike = (model: Model) =>
    asked && !asked.codeModel ? model.id.split('/')[0] === maker : model.codeModel === true;
  const candidates = models
    .filter((model) => model.id !== id && alike(model) && model.weights)
    .filter((model) => model.weights!.bytes < (weights?.likely ?? Infinity) * 2 ** 30)
    .toSorted((a, b) => parameters(b) - parameters(a));
  for (const model of candidates) {
    const options = { ...resolved.options, quantization: null };
    const suggestion = tried({ ...resolved, shape: shapeOfModel(model), options }, 'model', `Serve ${model.id}.`, {
      model: model.id,
    });
    if (suggestion) return [suggestion];
  }
  return [];
}

/** About how many parameters a checkpoint has. */
const parameters = ({ weights, quantization }: Model) => (weights!.bytes * 8) / (quantization?.bits ?? 16);

/** The smallest card that holds it: of the same kind, where the asked one is in the catalog. */
function otherCards(question: Question, resolved: Resolved): Suggestion[] {
  const kind = gpus.find(({ id }) => id === question.gpu)?.kind;
  const cards = gpus
    .flatMap((gpu) => {
      const card = kind === undefined || gpu.kind === kind ? cardOfGpu(gpu) : undefined;
      return card && !card.unified && card.total.likely > resolved.card.total.likely ? [{ gpu, card }] : [];
    })
    .toSorted((a, b) => a.card.total.likely - b.card.total.likely);
  for (const { gpu, card } of cards) {
    if (gpu.id === question.gpu) continue;
    const suggestion = tried({ ...resolved, card }, 'gpu', `Use a card like the ${gpu.name}.`, { gpu: gpu.id });
    if (suggestion) return [suggestion];
  }
  return [];
}
