import { findGpu } from '@archon/sizing/gpu-parts';
import { models } from '@archon/sizing/models';
import { plan, unanswered } from '@archon/sizing/plan';
import { newestRelease } from '@archon/sizing/releases';
import type { Answer, Question } from '@archon/sizing/types';
import { ArchonError } from '@archon/values/problem';
import { servedModel, type ServedModel } from './served-model.ts';

const catalogued = new Set(models.map(({ id }) => id));

/** Answers questions as a single plan does: with the newest release where none is named, and with models of the Hub. */
export class BatchAnswers {
  readonly #read = new Map<string, ServedModel | ArchonError>();
  #unreachable: ArchonError | undefined;

  /** A promise only where the Hub is asked. */
  answer(question: Question): Answer | Promise<Answer> {
    const { model, gpu } = question;
    const known = typeof model !== 'string' || catalogued.has(model) || (typeof gpu === 'string' && !findGpu(gpu));
    return known ? plan(onRelease(question)) : this.#withModel(question, model);
  }

  async #withModel(question: Question, name: string): Promise<Answer> {
    const found = this.#read.get(name) ?? this.#unreachable ?? (await this.#ask(name));
    if (found instanceof ArchonError) return unanswered(found.problems.map(({ message }) => `model: ${message}`));
    const { model, source } = found;
    const answer = plan(onRelease({ ...question, model: catalogued.has(model.id) ? model.id : model }));
    return source ? { ...answer, assumptions: [source.assumption, ...answer.assumptions] } : answer;
  }

  /** Asks once for each name, and no longer where the Hub does not answer. */
  async #ask(name: string): Promise<ServedModel | ArchonError> {
    const found = await servedModel(name, { path: 'model' }).catch((error: unknown) => {
      if (error instanceof ArchonError) return error;
      throw error;
    });
    this.#read.set(name, found);
    if (found instanceof ArchonError && (found.cause as { kind?: string } | undefined)?.kind === 'unreachable')
      this.#unreachable = found;
    return found;
  }
}

/** null says that the release is unknown: the bounds then span all. */
const onRelease = (question: Question): Question =>
  question.release === undefined ? { ...question, release: newestRelease.version } : question;
