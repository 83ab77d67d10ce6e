import fc from 'fast-check';
import { record, uniqueBy } from './record.ts';
import { annotations, dataKey, label, labels, name, size } from './texts.ts';

/** Volumes have few names, so that mounts find them. */
const volumeNames = ['models', 'templates', 'certificates', 'scratch'];

const items = uniqueBy(record({ key: dataKey, path: dataKey }, { mode: fc.constantFrom(0o400, 0o444, 0o755) }), 'path');
const optional = fc.boolean();
const readOnly = fc.boolean();
const fieldPath = fc.constantFrom('metadata.name', 'metadata.labels', 'metadata.annotations');
const downward = uniqueBy(record({ path: dataKey, fieldRef: record({ fieldPath }) }), 'path');

const projection = fc.oneof(
  record({ configMap: record({ name }, { items, optional }) }),
  record({ secret: record({ name }, { items, optional }) }),
  record({ downwardAPI: record({ items: downward }) }),
  record({
    serviceAccountToken: record({ path: dataKey }, { expirationSeconds: fc.integer({ min: 600, max: 2 ** 32 }) }),
  }),
);

const claimSpec = record(
  { accessModes: fc.constant(['ReadWriteOnce']), resources: record({ requests: record({ storage: size }) }) },
  { storageClassName: name, volumeMode: fc.constant('Filesystem') },
);

const sources = {
  emptyDir: record({}, { medium: fc.constantFrom('', 'Memory'), sizeLimit: size }),
  configMap: record({ name }, { items, optional, defaultMode: fc.constantFrom(0o400, 0o644) }),
  secret: record({ secretName: name }, { items, optional }),
  persistentVolumeClaim: record({ claimName: name }, { readOnly }),
  hostPath: record({ path: dataKey.map((path) => `/mnt/${path}`) }, { type: fc.constantFrom('', 'Directory') }),
  nfs: record({ server: name, path: dataKey.map((path) => `/${path}`) }, { readOnly }),
  downwardAPI: record({ items: downward }),
  projected: record({ sources: fc.array(projection, { minLength: 1, maxLength: 1 }) }),
  csi: record({ driver: name }, { readOnly, volumeAttributes: annotations, nodePublishSecretRef: record({ name }) }),
  ephemeral: record({ volumeClaimTemplate: record({ spec: claimSpec }, { metadata: record({}, { labels }) }) }),
};

const source = fc.oneof(...Object.entries(sources).map(([key, value]) => record({ [key]: value })));

/** A volume with one source. */
export const volume = fc
  .tuple(fc.constantFrom(...volumeNames), source)
  .map(([volumeName, one]) => ({ name: volumeName, ...one }));

const mountOptions = {
  readOnly: fc.boolean(),
  subPath: label,
  mountPropagation: fc.constantFrom('None', 'HostToContainer'),
};

const mountOf = (names: string[]) =>
  record({ name: fc.constantFrom(...names), mountPath: dataKey.map((path) => `/mnt/${path}`) }, mountOptions);

/** A mount of a volume of the chart, or of one that the user may have. */
export const volumeMount = fc.oneof(
  { weight: 5, arbitrary: mountOf(['tmp', 'shm', 'home', 'model-cache']) },
  mountOf(volumeNames),
);

/** A mount of a volume that every pod has. */
export const ownVolumeMount = mountOf(['tmp', 'shm', 'model-cache']);
