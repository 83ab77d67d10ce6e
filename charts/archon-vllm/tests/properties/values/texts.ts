import { unprintable } from '@archon/values/unprintable';
import fc, { type Arbitrary } from 'fast-check';
import { dollarTexts, trickyTexts } from '../../support/tricky-texts.ts';

/** Any text, and often one that YAML, Go, JSON, shells or Kubernetes read in their own way. */
export const text: Arbitrary<string> = fc.oneof(
  fc.constantFrom(...trickyTexts, ...dollarTexts),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 6 }).filter((one) => !unprintable.test(one)),
  fc.lorem({ maxCount: 3 }),
);

/** A text with at least one character. */
export const someText = text.filter((one) => one.length > 0);

/** A DNS label, short: `a-1`. */
export const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);

/** The name of an object: labels with dots between. */
export const name = fc.array(label, { minLength: 1, maxLength: 2 }).map((labels) => labels.join('.'));

/** A key of a ConfigMap or Secret. */
export const dataKey = fc.stringMatching(/^[a-z][A-Za-z0-9._-]{0,8}$/);

/** The key of a label or annotation that the chart does not set. */
export const metadataKey = fc.oneof(
  label,
  fc.tuple(label, label).map(([group, key]) => `${group}.example.com/${key}`),
);

const labelValue = fc.stringMatching(/^([A-Za-z0-9]([A-Za-z0-9._-]{0,8}[A-Za-z0-9])?)?$/);
const few = { maxKeys: 3, noNullPrototype: true };

/** Labels, of objects or of nodes. */
export const labels = fc.dictionary(metadataKey, labelValue, few);

/** Annotations: any text. */
export const annotations = fc.dictionary(metadataKey, text, few);

/** A size in bytes, from small on, as people write it. */
export const size = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 900 }), fc.constantFrom('Mi', 'Gi', 'M', 'G')).map(([n, unit]) => `${n}${unit}`),
  fc.constantFrom('1.5Gi', '1e9', '.5Gi', 1073741824, '2147483648'),
);
