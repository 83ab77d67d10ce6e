import { encoder, greatestItemTokens } from '../plan/encoder.ts';
import type { PlanContext } from '../plan/plan-context.ts';
import { figure } from './by-release.ts';

const GIB = 2 ** 30;

/**
 * What the encoder for images takes at most, on every release that the chart counts. The batch has the batched tokens, or
 * the tokens of the greatest item if those are more.
 */
export interface ImageRow {
  /** Tokens of the greatest item. */
  readonly item: number;
  /** Bytes per token while it encodes, and per pair of tokens (a mask). */
  readonly token: number;
  readonly pair?: number;
  /** Bytes per token that are still there while the language model runs. */
  readonly kept: number;
}

/** The peak is `token x n + pair x n^2`: two sizes of the batch give both. */
export function imageRow(contexts: readonly PlanContext[]): ImageRow {
  const item = Math.max(...contexts.map((context) => greatestItemTokens(context)));
  const rows = contexts.map((context) => {
    const [one, two] = [at(context, item), at(context, 2 * item)];
    const pair = Math.max(0, (two.peak.high - 2 * one.peak.high) / 2);
    return {
      pair: (pair * GIB) / item ** 2,
      token: ((one.peak.high - pair) * GIB) / item,
      kept: (one.kept * GIB) / item,
    };
  });
  const most = (key: 'pair' | 'token' | 'kept') => Math.max(...rows.map((row) => row[key]));
  const pair = figure(most('pair'));
  return { item, token: figure(most('token')), ...(pair > 0 && { pair }), kept: figure(most('kept')) };
}

function at(context: PlanContext, batchedTokens: number) {
  const settings = { ...context.settings, batchedTokens, sequences: 4096 };
  return encoder({ ...context, settings });
}
