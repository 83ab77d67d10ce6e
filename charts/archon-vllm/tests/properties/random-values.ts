import { leavesOf, valueAt } from '@archon/values';
import fc, { type Arbitrary } from 'fast-check';
import { arbitraryValues } from '@archon/values/testing/arbitrary-values';
import { model } from '../support/chart.ts';
import { setAt } from '../support/set-at.ts';
import { repair } from './values/repair.ts';
import { ownArbitraries } from './values/own-arbitraries.ts';

export type Values = Record<string, unknown>;

// Most users write a few values; many at once meet each other.
const written = fc.oneof(
  { weight: 2, arbitrary: arbitraryValues(model, ownArbitraries) },
  arbitraryValues(model, ownArbitraries, [2, 1]),
);

/** A default may be asked for again by null, where no preset owns it. */
const healing = leavesOf(model).filter(
  ({ path, schema }) => !schema['x-preset'] && valueAt(model.defaults, path) !== undefined,
);

/** Values as a user may write them: the schema admits each of them, a rule may refuse them all the same. */
export const writtenValues: Arbitrary<Values> = fc
  .tuple(written, fc.subarray(healing, { maxLength: 1 }), fc.nat(4))
  .map(([values, [nulled], chance]) =>
    nulled && chance === 0 && valueAt(values, nulled.path) === undefined
      ? (setAt(values, nulled.path, null) as Values)
      : values,
  );

/** Values that can be installed: a Kubernetes API server takes what they render. */
export const validValues: Arbitrary<Values> = writtenValues.map(repair).filter((values) => values !== undefined);

/** The same random valid values for the same seed. */
export const randomValues = (count: number, seed: number): Values[] => fc.sample(validValues, { numRuns: count, seed });
