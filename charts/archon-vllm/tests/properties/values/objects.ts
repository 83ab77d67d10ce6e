import fc from 'fast-check';
import { record, uniqueBy } from './record.ts';
import { annotations, dataKey, label, labels, someText, text } from './texts.ts';

/** Part of every value of a Secret, so that a leak is found anywhere. */
export const secretMark = 'never-tell';

const kinds = (kind: string, apiVersion: string, fields: Record<string, fc.Arbitrary<unknown>>) =>
  record({ kind: fc.constant(kind), apiVersion: fc.constant(apiVersion), name: label, metadata, ...fields }).map(
    ({ name, metadata: more, ...object }) => ({
      ...object,
      metadata: { name: `extra-${String(name)}`, ...(more as object) },
    }),
  );

const metadata = record({}, { labels, annotations });
const secrets = fc.dictionary(
  dataKey,
  someText.map((one) => `${secretMark} ${one}`),
  { minKeys: 1, maxKeys: 2, noNullPrototype: true },
);
const base64 = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));

/** Objects of the user's own, no two with one name. */
export const extraObjects = uniqueBy(
  fc.oneof(
    kinds('ConfigMap', 'v1', { data: fc.dictionary(dataKey, text, { maxKeys: 3, noNullPrototype: true }) }),
    kinds('Secret', 'v1', { stringData: secrets }),
    kinds('Secret', 'v1', { data: secrets.map(base64) }),
    kinds('NetworkPolicy', 'networking.k8s.io/v1', { spec: fc.constant({ podSelector: {}, policyTypes: ['Egress'] }) }),
    kinds('PersistentVolumeClaim', 'v1', {
      spec: fc.constant({ accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } }),
    }),
  ),
  'kind',
);
