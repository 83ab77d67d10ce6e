import type { FlagState } from './flag-states.ts';

/**
 * A property of a flag on which catalog and sources differ, and why the catalog is right. Writing a release keeps the
 * catalog's value.
 */
export interface Explanation {
  flag: string;
  fact: keyof FlagState | 'presence';
  /** The range of releases that it applies to; all by default. */
  releases?: string;
  reason: string;
}

const enumeration = 'an enumeration: argparse accepts any string, the configuration refuses other values';

export const explained: Explanation[] = [
  {
    flag: 'collect-detailed-traces',
    fact: 'choices',
    releases: '>=0.9.0 <0.31.0',
    reason: 'the parser adds the pairs with a comma to the list, in code that only running it would show',
  },
  { flag: 'mamba-backend', fact: 'type', reason: enumeration },
  { flag: 'mamba-backend', fact: 'choices', reason: enumeration },
  { flag: 'optimization-level', fact: 'type', reason: enumeration },
  { flag: 'optimization-level', fact: 'choices', reason: enumeration },
  {
    flag: 'optimization-level',
    fact: 'aliases',
    reason: 'FlexibleArgumentParser rewrites -O<level> before argparse sees it, so no add_argument has it',
  },
];
