import { quickCheck, type QuickCheck } from '@archon/sizing/evaluate';
import type { Gpu, Model } from '@archon/sizing/catalog-types';
import type { Answer, QuestionOptions } from '@archon/sizing/types';
import { requestFor, type ChosenRequest, type Choices } from './choices.ts';
import {
  fewSequences,
  findFitting,
  questionOf,
  requestedRelease,
  selectOptions,
  tooFewSequences,
  tooOld,
  withAnswer,
  type Fitting,
  type SelectedOptions,
  type Selection,
} from './choose-values.ts';
import { gib } from './format.ts';
import { requestGiB } from './memory-segments.ts';
import { refusedPlan, sparingQuestion } from './refused-plan.ts';

/**
 * Of a request for values. fits: with every user, by the pessimistic bound. starts: but not for all users, or with nearly
 * nothing to spare. uncertain: between the bounds. unknown: a fact is missing. no: it does not fit.
 */
export type Verdict = 'fits' | 'starts' | 'uncertain' | 'unknown' | 'no';

/** What becomes of a request, and what was planned for it. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly request: ChosenRequest;
  /** The options that the answer is about. */
  readonly options: QuestionOptions;
  readonly release: string;
  readonly answer: Answer;
  readonly reasons: readonly string[];
  /** What a values file is made of; only where it fits. */
  readonly selection?: Selection;
}

/** Chooses options for a request; where none fit for certain, says why. */
export function outcomeOf(request: ChosenRequest): Outcome {
  const { model, users } = request;
  const release = requestedRelease(request).version;
  const selected = selectOptions(model, request);
  if (selected) {
    const selection = withAnswer(selected, request);
    const { options, answer } = selection;
    return { verdict: 'fits', request, options, release, answer, reasons: answer.reasons, selection };
  }
  const alone = users > 1 ? selectOptions(model, { ...request, users: 1 }) : undefined;
  if (alone) {
    const { options, answer } = withAnswer(alone, request);
    const reason = tooFewSequences(users, options) ? fewSequences(users, options) : fewerUsers(answer, users);
    return { verdict: 'starts', request, options, release, answer, reasons: [reason] };
  }
  const { options, answer, reasons } = refusedPlan(request, model);
  const old = tooOld(model, requestedRelease(request));
  return { verdict: old ? 'no' : verdictOf(answer), request, options, release, answer, reasons };
}

function fewerUsers(answer: Answer, users: number): string {
  const held = Math.floor(heldRequests(answer) * 100) / 100;
  return `The KV cache is certain to hold ${held.toFixed(2)} of ${users} whole requests: ${gib(answer.kvCacheGiBLow!)} of ${gib(users * requestGiB(answer)!)} GiB.`;
}

/** Whole requests that the KV cache holds by the pessimistic bound; any number for a model that keeps none. */
export const heldRequests = (answer: Answer): number =>
  answer.kvCacheGiBLow === null ? Infinity : answer.kvCacheGiBLow / requestGiB(answer)!;

function verdictOf(answer: Answer | QuickCheck): Verdict {
  const { fits, kvCacheGiBLow, marginGiB } = answer;
  if (fits === true) return 'starts';
  if (fits === false) return 'no';
  return kvCacheGiBLow === null || marginGiB === null ? 'unknown' : 'uncertain';
}

/** An outcome without texts: enough for a list. */
export interface QuickOutcome {
  readonly verdict: Verdict;
  /** Where it fits: tokens of context that do; perhaps more do. */
  readonly context?: number;
  /** What fits, with the longest context; found out where it is shown. */
  readonly reach?: () => Reach;
}

/** What fits, and what is to spare in GiB by the pessimistic bound. */
export interface Reach {
  readonly selected: SelectedOptions;
  readonly marginGiB: number;
}

/** The outcome for a model on a GPU with everything else as chosen, in some ten microseconds. */
export function quickOutcome(choices: Choices, gpu: Gpu, model: Model): QuickOutcome {
  const request = requestFor(choices, gpu, model);
  const fitting = findFitting(model, request);
  if (fitting) return { verdict: 'fits', context: fitting.context, reach: once(() => reachOf(fitting, request)) };
  if (request.users > 1 && findFitting(model, { ...request, users: 1 })) return { verdict: 'starts' };
  if (tooOld(model, requestedRelease(request))) return { verdict: 'no' };
  return { verdict: verdictOf(quickCheck(sparingQuestion(request, model))) };
}

function reachOf(fitting: Fitting, request: ChosenRequest): Reach {
  const selected = fitting.select();
  return { selected, marginGiB: spareGiB(selected, request) };
}

function once<Result>(find: () => Result): () => Result {
  let found: Result | undefined;
  return () => (found ??= find());
}

/** What is to spare by the pessimistic bound. A model without a KV cache is planned: the quick check counts a cache. */
export function spareGiB(selected: SelectedOptions, request: ChosenRequest): number {
  const { model, release, options } = selected;
  const { marginGiB } = model.geometry.encoderOnly
    ? withAnswer(selected, request).answer
    : quickCheck(questionOf(request, model, release.version, options));
  return marginGiB ?? 0;
}
