import fc from 'fast-check';
import { record, uniqueBy } from './record.ts';
import { labels, label, metadataKey, name } from './texts.ts';

const effect = fc.constantFrom('NoSchedule', 'PreferNoSchedule', 'NoExecute');

/** A toleration of one taint, or of all. */
export const toleration = fc.oneof(
  record({ operator: fc.constant('Exists') }, { effect }),
  record({ key: metadataKey, operator: fc.constant('Equal'), value: label }, { effect }),
  record({ key: metadataKey, operator: fc.constant('Exists') }, { effect }),
  record({
    key: metadataKey,
    operator: fc.constant('Exists'),
    effect: fc.constant('NoExecute'),
    tolerationSeconds: fc.integer({ min: -1, max: 2 ** 40 }),
  }),
);

const values = fc.array(label, { minLength: 1, maxLength: 2 });
const nodeExpression = fc.oneof(
  record({ key: metadataKey, operator: fc.constantFrom('In', 'NotIn'), values }),
  record({ key: metadataKey, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
  record({ key: metadataKey, operator: fc.constantFrom('Gt', 'Lt'), values: fc.constant(['15000']) }),
);
const nodeTerm = record({ matchExpressions: fc.array(nodeExpression, { minLength: 1, maxLength: 2 }) });
const labelSelector = fc.oneof(
  record({ matchLabels: labels }),
  record({
    matchExpressions: fc.array(record({ key: metadataKey, operator: fc.constant('In'), values }), { maxLength: 2 }),
  }),
);
const podTerm = record({ labelSelector, topologyKey: metadataKey }, { namespaces: fc.array(label, { maxLength: 1 }) });
const weight = fc.integer({ min: 1, max: 100 });
const podAffinity = record(
  {},
  {
    requiredDuringSchedulingIgnoredDuringExecution: fc.array(podTerm, { maxLength: 2 }),
    preferredDuringSchedulingIgnoredDuringExecution: fc.array(record({ weight, podAffinityTerm: podTerm }), {
      maxLength: 2,
    }),
  },
);

/** Node and pod affinity. */
export const affinity = record(
  {},
  {
    nodeAffinity: record(
      {},
      {
        requiredDuringSchedulingIgnoredDuringExecution: record({
          nodeSelectorTerms: fc.array(nodeTerm, { minLength: 1, maxLength: 2 }),
        }),
        preferredDuringSchedulingIgnoredDuringExecution: fc.array(record({ weight, preference: nodeTerm }), {
          maxLength: 2,
        }),
      },
    ),
    podAffinity,
    podAntiAffinity: podAffinity,
  },
);

/** Constraints, one for each topology. */
export const topologySpreadConstraints = uniqueBy(
  record(
    {
      maxSkew: fc.integer({ min: 1, max: 5 }),
      topologyKey: metadataKey,
      whenUnsatisfiable: fc.constant('ScheduleAnyway'),
      // Without one the server warns that the constraint matches no pod.
      labelSelector,
    },
    { nodeAffinityPolicy: fc.constantFrom('Honor', 'Ignore') },
  ),
  'topologyKey',
);

const id = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const user = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const seccompProfile = fc.oneof(
  record({ type: fc.constant('RuntimeDefault') }),
  record({ type: fc.constant('Localhost'), localhostProfile: label }),
);
const identity = {
  runAsNonRoot: fc.boolean(),
  runAsUser: user,
  runAsGroup: id,
  seLinuxOptions: record({}, { level: fc.constant('s0:c1,c2'), role: label }),
  seccompProfile,
};

/** The security context of a pod. */
export const podSecurityContext = record(
  {},
  {
    ...identity,
    fsGroup: id,
    fsGroupChangePolicy: fc.constantFrom('Always', 'OnRootMismatch'),
    supplementalGroups: fc.array(id, { maxLength: 2 }),
    sysctls: fc.constantFrom([], [{ name: 'net.ipv4.tcp_syncookies', value: '1' }]),
  },
);

/** The security context of a container. */
export const securityContext = record(
  {},
  {
    ...identity,
    allowPrivilegeEscalation: fc.boolean(),
    capabilities: record({}, { drop: fc.constantFrom(['ALL'], []), add: fc.constantFrom([], ['NET_BIND_SERVICE']) }),
    readOnlyRootFilesystem: fc.boolean(),
  },
);

/** Secrets for a registry. */
export const pullSecret = record({ name });
