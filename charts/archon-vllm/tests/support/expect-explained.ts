import { expect, vi } from 'vitest';
import { kubectl } from '@archon/testbed/cluster/testing/test-cluster';
import { type Release, waiting } from './release.ts';
import { commandOf, readmeTroubles, troublesIn } from './troubleshooting.ts';

/** What Kubernetes or Helm says of a trouble, and words of the advice that the chart gives. */
export interface Explained {
  sign: string;
  advice: string;
}

/** A trouble that can be made, and mended by the advice. */
export interface Case extends Explained {
  trouble: string;
  /** Values that do not start here, and values that follow the advice. */
  broken: object;
  cured: object;
  /** What the advice asks for besides. */
  alsoCure?: (namespace: string) => Promise<unknown>;
}

/** Installs what does not start, finds it explained, follows the advice, and sees it start. */
export async /** The README explains a sign at one place. */
function expectAdvice(sign: string, advice: string): void {
  expect(troublesIn(sign, readmeTroubles()).map((each) => each.advice)).toEqual([expect.stringContaining(advice)]);
}
