import type { Answer, QuestionOptions } from '@archon/sizing/types';
import { countedGpu, gib, tokens } from './format.ts';

/** The question in words that the user knows. */
export interface Subject {
  readonly model: string;
  readonly gpu: string;
  readonly gpuCount: number;
  /** Whose the context is: the user's, the model's maximum, or the longest that fits where that does not. */
  readonly context: 'requested' | 'own' | 'longest';
}

/** Whose the context of an answer is; `upTo`: a shorter one than the model's maximum was planned. */
export function whoseContext({ maxModelLen }: QuestionOptions, { fits }: Answer, upTo?: number): Subject['context'] {
  const automatic = maxModelLen === 'auto' || Number(maxModelLen) === -1;
  if (upTo !== undefined || (automatic && fits === true)) return 'longest';
  return maxModelLen === undefined ? 'own' : 'requested';
}

/** The answer in one sentence. */
export function verdictSentence({ model, gpu, gpuCount, context: whose }: Subject, answer: Answer): string {
  const { fits, contextTokens, marginGiB } = answer;
  const where = countedGpu(gpu, gpuCount);
  const reach = whose === 'longest' ? ' up to' : ' with a context of';
  const context = contextTokens === null ? '' : `${reach} ${tokens(contextTokens)} tokens`;
  if (fits === true) {
    const spare = marginGiB === null || marginGiB < 0.005 ? '' : `, with at least ${gib(marginGiB)} GiB to spare`;
    return `${model} fits on ${where}${context}${spare}.`;
  }
  const [reason = 'The reason is unknown.'] = answer.reasons;
  const told = contextTokens !== null && reason.startsWith(`${tokens(contextTokens)} tokens`) ? '' : context;
  const verb = fits === false ? 'does not start' : 'may not start';
  return `${model} ${verb} on ${where}${told}: ${lowerFirst(reason)}`;
}

/** Names, acronyms and figures keep their capital letter. */
function lowerFirst(sentence: string): string {
  return /^(An?|At|Between|Data|Each|Heads|It|Latent|No|Nothing|On|Outside|The|Up|What|Whether|Without)\b/.test(
    sentence,
  )
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;
}
