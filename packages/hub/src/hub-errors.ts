import { ArchonError } from '@archon/values/problem';
import type { HubAdvice } from './hub-advice.ts';

/** The Hub did not give what was asked for: why, and what to do. */
export class HubError extends ArchonError {
  readonly kind: 'absent' | 'refused' | 'unreachable' | 'broken';

  constructor(kind: HubError['kind'], message: string, hint: string) {
    super([{ message, hint }]);
    this.kind = kind;
  }
}

/** What is asked for, and of which hub: for messages. */
export interface Asked {
  readonly id: string;
  readonly revision: string;
  readonly endpoint: string;
  readonly hasToken: boolean;
  readonly advice: HubAdvice;
}

/** An answer that is not what was asked for. The Hub answers 401 for a model that does not exist, too. */
export function statusError(status: number, code: string | null, asked: Asked, waitSeconds?: number): HubError {
  const { id, revision, endpoint, hasToken, advice } = asked;
  const page = `${endpoint}/${id}`;
  const accept = advice.gated(page);
  if (code === 'GatedRepo') return new HubError('refused', `${id} is gated: the Hub answers ${status}.`, accept);
  // the Hub gives its reason in x-error-code
  if (status === 403 && code === null)
    return new HubError(
      'refused',
      `The answer for ${id} is 403, and the Hub did not say why.`,
      `${advice.refused} If the model is gated: ${accept}`,
    );
  if (status === 403 && code !== 'RepoNotFound')
    return new HubError('refused', `The Hub refuses ${id}: it answers 403 (${code}).`, accept);
  if (code === 'RevisionNotFound')
    return new HubError('absent', `${id} has no revision ${revision}.`, `Its branches and tags: ${page}/tree/main`);
  if (status === 401 && hasToken && code !== 'RepoNotFound')
    return new HubError(
      'refused',
      'The Hub does not accept HF_TOKEN: it answers 401.',
      'Make a new token, or unset it.',
    );
  if (status === 401 || status === 404)
    return new HubError('absent', `The Hub has no public model ${id}: it answers ${status}.`, advice.absent);
  if (status === 429)
    return new HubError(
      'unreachable',
      'The Hub answers 429: too many requests from your address.',
      `${waitSeconds === undefined ? 'Try again later' : `Try again in ${waitSeconds} seconds`}. ${advice.moreAllowed}`.trim(),
    );
  return new HubError('unreachable', `The Hub (${endpoint}) answers ${status}.`, 'Try again later.');
}

/** A request that had no answer, or half of one. */
export function networkError(error: unknown, { endpoint, advice }: Asked, timeoutSeconds: number): HubError {
  const codes = codesOf(error);
  const found = codes.flatMap((code) => reasons[code] ?? []).at(0);
  const timedOut = codes.some((code) => /TIMEOUT|TIMEDOUT|TimeoutError/.test(code));
  const why = timedOut
    ? `it did not answer within ${timeoutSeconds} seconds`
    : (found ?? codes[0] ?? 'no reason is known');
  const hint = /CERT|SIGNATURE|ISSUER/.test(codes.join(' ')) ? advice.certificate : advice.network;
  return new HubError('unreachable', `The Hub (${endpoint}) cannot be read: ${why}.`, hint);
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is unknown',
  EAI_AGAIN: 'its name cannot be looked up',
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'an answer is shorter than its length says',
};

/** Codes and names of an error and its causes; no texts, which may have an address with a password. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { code } = error as NodeJS.ErrnoException;
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  return [
    ...(typeof code === 'string' ? [code] : []),
    ...codesOf(error.cause),
    ...inner,
    ...(error.name === 'Error' ? [] : [error.name]),
  ];
}

/** Codes for which another try may help. */
export const mayPass = (error: unknown): boolean =>
  codesOf(error).some((code) => /ECONNRESET|UND_ERR_SOCKET|EAI_AGAIN|CONTENT_LENGTH_MISMATCH/.test(code));
