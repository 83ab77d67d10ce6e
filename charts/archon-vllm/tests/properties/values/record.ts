import fc, { type Arbitrary } from 'fast-check';

type Fields = Record<string, Arbitrary<unknown>>;

/** An object: `required` keys always, `optional` ones half of the time. */
export const record = (required: Fields, optional: Fields = {}): Arbitrary<Record<string, unknown>> =>
  fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required), noNullPrototype: true });

/** A list without two of the same key. */
export const uniqueBy = (item: Arbitrary<Record<string, unknown>>, ...keys: string[]): Arbitrary<unknown[]> =>
  fc.uniqueArray(item, { maxLength: 3, selector: (one) => JSON.stringify(keys.map((key) => one[key])) });
