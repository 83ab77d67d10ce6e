import type { FlagState } from './flag-states.ts';

/**
 * A fact of a flag on which catalog and sources differ, and why the catalog is right. It keeps its word when a release
 * is written.
 */
export interface Explanation {
  flag: string;
  fact: keyof FlagState | 'presence';
  /** The releases that it is about. Left out: all. */
  releases?: string[];
  reason: string;
}

/** The releases whose parser adds pairs of words to --collect-detailed-traces. */
const pairs = [
  '0.9.0 0.9.1 0.9.2 0.10.0 0.10.1 0.10.2 0.11.0 0.11.1 0.11.2 0.12.0 0.13.0 0.14.1 0.15.1 0.16.0 0.17.1 0.18.1',
  '0.19.1 0.20.0 0.20.2 0.21.0 0.22.1 0.23.0 0.24.0 0.25.1 0.26.0 0.27.1 0.28.0 0.29.0 0.30.0',
].flatMap((line) => line.split(' '));

const enumeration = 'an enumeration: argparse takes any string, the configuration refuses what is no member';

export const explained: Explanation[] = [
  {
    flag: 'collect-detailed-traces',
    fact: 'choices',
    releases: pairs,
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
