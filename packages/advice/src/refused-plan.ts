import type { Model } from '@archon/sizing/catalog-types';
import { plan } from '@archon/sizing/plan';
import type { Answer, Question, QuestionOptions } from '@archon/sizing/types';
import {
  fewSequences,
  questionOf,
  requestedRelease,
  tooFewSequences,
  tooOld,
  type ValuesRequest,
} from './choose-values.ts';

/** What is planned where no options fit for certain: it says why. */
export interface RefusedPlan {
  /** Tokens that were requested, or the least that are of use. */
  readonly context: number;
  readonly options: QuestionOptions;
  readonly answer: Answer;
  readonly reasons: readonly string[];
}

/** Plans a request that nothing fits for, with sparing options. */
export function refusedPlan(request: ValuesRequest, model: Model): RefusedPlan {
  const { users } = request;
  const release = requestedRelease(request);
  const question = sparingQuestion(request, model);
  const options = question.options!;
  const answer = plan(question);
  const old = `The model needs vLLM ${model.serving?.minVllm} or later; the newest image for this GPU is ${release.version}.`;
  const few = tooFewSequences(users, options) ? fewSequences(users, options) : undefined;
  const tight = few ?? (users > 1 ? 'Ask for fewer users, or for less context.' : 'Nearly nothing would be to spare.');
  return {
    context: Number(options.maxModelLen),
    options,
    answer,
    reasons: [...(tooOld(model, release) ? [old] : []), ...(answer.fits === true ? [tight] : answer.reasons)],
  };
}

/** The question about a request that nothing fits for. */
export function sparingQuestion(request: ValuesRequest, model: Model): Question {
  const { gpu, context, users, fixed } = request;
  const options: QuestionOptions = {
    maxModelLen: context ?? Math.min(4096, model.geometry.maxPositionEmbeddings),
    maxNumSeqs: Math.max(4, users),
    gpuMemoryUtilization: gpu.memory.unified ? 0.8 : 0.92,
    ...fixed,
  };
  return questionOf(request, model, requestedRelease(request).version, options);
}
