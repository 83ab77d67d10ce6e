import type { Law } from './law.ts';
import { mutationLaw } from './mutation-law.ts';
import { validLaw } from './valid-law.ts';
import { verdictLaw } from './verdict-law.ts';

/** Every law of the chart. */
export const laws = [validLaw, verdictLaw, mutationLaw] as Law<unknown>[];
