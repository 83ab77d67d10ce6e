import type { FlagState } from './flag-states.ts';

/**
 * A fact of a flag on which catalog and sources differ, and why the catalog is right. It keeps its word when a release
 * is written.
 */
export interface Explanation {
  flag: string;
  fact: keyof FlagState | 'presence';
  /** The releases that it is about, as a range; left out: all. */
  releases?: string;
  reason: string;
}

const enumeration = 'an enumeration: argparse takes any string, the configuration refuses what is no member';

export const explained: Explanation[] = [
  {
    flag: 'collect-detailed-traces',
    fact: 'choices',
    releases: '>=0.9.0 <0.31.0',
    reason: 'the parser adds the pairs with a comma to the list, in code that only running would tell',
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
