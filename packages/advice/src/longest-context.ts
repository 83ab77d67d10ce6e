import type { Model } from '@archon/sizing/catalog-types';
import { plan } from '@archon/sizing/plan';
import type { Answer, Question, QuestionOptions } from '@archon/sizing/types';
import { tokens } from './format.ts';

/** An answer to a question of a person, who may not have said which context. */
export interface PlannedContext {
  readonly answer: Answer;
  /** The options that were answered. */
  readonly options: QuestionOptions;
  /** Where no context was requested and the model's maximum is too long: the longest that fits. */
  readonly upTo?: number;
}

/** Contexts below this are of no use: such a model does not fit. */
const least = 2048;

/** Tokens of a block of the KV cache, and a coarser step: where layers differ, the last blocks may not be of use. */
const steps = [16, 1024];

/**
 * Plans with vLLM's own defaults for what the options leave out. Where no context is requested and that of the model is
 * too long, the longest one that fits is planned instead; not for values that are served as they are. Ranking and single
 * plan both ask this.
 */
export function planContext(question: Question, model: Model, asIs = false): PlannedContext {
  const options = question.options ?? {};
  const answer = plan(question);
  const asked = { answer, options };
  const requested = options.maxModelLen !== undefined && options.maxModelLen !== null;
  const { maxModelLen, contextTokens } = answer;
  if (asIs || requested || answer.fits === true || maxModelLen === null || contextTokens === null) return asked;
  const limit = model.geometry.maxPositionEmbeddings;
  for (const step of steps) {
    const upTo = Math.floor(maxModelLen / step) * step;
    if (upTo < Math.min(least, limit) || upTo >= limit) continue;
    const shorter = { ...options, maxModelLen: upTo };
    const shortened = plan({ ...question, options: shorter });
    if (shortened.fits !== true) continue;
    const reason = `The model’s maximum of ${tokens(contextTokens)} tokens, which vLLM takes by default, ${answer.fits === false ? 'does' : 'may'} not fit: set engine.maxModelLen to ${upTo} or less.`;
    // what makes the whole context fit is still worth a try
    const suggestions = answer.suggestions.filter(({ kind }) => kind !== 'context');
    return { answer: { ...shortened, reasons: [...shortened.reasons, reason], suggestions }, options: shorter, upTo };
  }
  return asked;
}
