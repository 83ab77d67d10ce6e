import { leavesOf, valueAt } from '@archon/values';
import fc, { type Arbitrary } from 'fast-check';
import { arbitraryValues } from '@archon/values/testing/arbitrary-values';
import { model } from '../support/chart.ts';
import { setAt } from '../support/set-at.ts';
import { repair } from './values/repair.ts';
import { ownArbitraries } from './values/own-arbitraries.ts';

export type Values = Record<string, unknown>;

// Most users write a few values; many together affect each other.
const written = fc.oneof(
  { weight: 2, arbitrary: arbitraryValues(model, ownArbitraries) },
  arbitraryValues(model, ownArbitraries, [2, 1]),
);

/** Values that null sets back to their default, because no preset sets them. */
const nullable = leavesOf(model).filter(
  ({ path, schema }) => !schema['x-preset'] && valueAt(model.defaults, path) !== undefined,
);

/** Values as a user may write them: each is valid by the schema, but a rule may refuse them. */
export const writtenValues: Arbitrary<Values> = fc
  .tuple(written, fc.subarray(nullable, { maxLength: 1 }), fc.nat(4))
  .map(([values, [nulled], chance]) =>
    nulled && chance === 0 && valueAt(values, nulled.path) === undefined
      ? (setAt(values, nulled.path, null) as Values)
      : values,
  );

/** Values that can be installed: a Kubernetes API server accepts what they render. */
export const validValues: Arbitrary<Values> = writtenValues.map(repair).filter((values) => values !== undefined);

/** The same random valid values for the same seed. */
export const randomValues = (count: number, seed: number): Values[] => fc.sample(validValues, { numRuns: count, seed });
