import { isDeepStrictEqual } from 'node:util';
import type { Arbitrary } from 'fast-check';
import type { HelmEngine } from '@archon/testbed/helm-engine';

/** What must hold for all cases. A case is JSON, so that it can be kept. */
export interface Property<Case> {
  /** Ends the sentence "should …", and names the file of a counterexample. */
  name: string;
  title: string;
  cases: Arbitrary<Case>;
  /** Throws where the property does not hold. */
  check(one: Case, engine: HelmEngine): Promise<void>;
  /** Ends what `check` has started. */
  end?(): Promise<void>;
}

/** Throws what is found, where it is not what is expected. */
export function mustBe(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new Error(`${what}\n  found:    ${JSON.stringify(found)}\n  expected: ${JSON.stringify(expected)}`);
}
