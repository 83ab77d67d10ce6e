import { numberOf } from '@archon/values/number-text';
import type { QuestionOptions } from './types.ts';

/** Options that are numbers and may be text, because a question or Helm's --set has them as text. */
const NUMERIC = [
  'maxModelLen',
  'gpuMemoryUtilization',
  'maxNumBatchedTokens',
  'kvCacheMemoryBytes',
  'cpuOffloadGb',
] as const;

/** Options whose numbers are numbers; NaN is text that is not one. */
export type NumericOptions = QuestionOptions & { readonly [Key in (typeof NUMERIC)[number]]?: number | null };

/** Options with numbers for texts: `32k` is 32000. `auto` is -1: vLLM decides. */
export function numericOptions(options: QuestionOptions): NumericOptions {
  const numbers = NUMERIC.flatMap((key) => {
    const value = options[key];
    if (typeof value !== 'string') return [];
    return [[key, value === 'auto' ? -1 : (numberOf(value) ?? NaN)] as const];
  });
  return { ...options, ...Object.fromEntries(numbers) } as NumericOptions;
}
