import fc from 'fast-check';
import { securityContext } from './pod.ts';
import { record, uniqueBy } from './record.ts';
import { dataKey, label, name, size, someText, text } from './texts.ts';
import { ownVolumeMount } from './volumes.ts';

const variable = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,10}$/);
const optional = fc.boolean();
const keyRef = record({ name, key: dataKey }, { optional });
const fieldPath = fc.constantFrom('metadata.name', 'metadata.namespace', 'spec.nodeName', 'status.podIP');
const resourceFieldRef = fc.oneof(
  record({ resource: fc.constantFrom('limits.memory', 'requests.memory') }, { divisor: fc.constantFrom('1', '1Mi') }),
  record({ resource: fc.constant('limits.cpu') }, { divisor: fc.constantFrom('1', '1m') }),
);

const valueFrom = fc.oneof(
  record({ configMapKeyRef: keyRef }),
  record({ secretKeyRef: keyRef }),
  record({ fieldRef: record({ fieldPath }) }),
  record({ resourceFieldRef }),
);

/** A variable with a value, or with a source of one. */
export const variableOfEnvironment = fc.oneof(
  record({ name: variable, value: text }),
  record({ name: variable, valueFrom }),
  record({ name: variable }),
);

const reference = record({ name }, { optional });

/** All keys of a ConfigMap or Secret. */
export const environmentSource = fc.oneof(
  record({ configMapRef: reference }, { prefix: variable }),
  record({ secretRef: reference }, { prefix: variable }),
);

const amounts = record({}, { cpu: fc.constantFrom('1', '500m', 2), memory: fc.constantFrom('64Mi', '1Gi') });

/** A container that runs and ends before vLLM starts. */
export const initContainer = record(
  { name: label, image: fc.constantFrom('busybox:1.37.0', 'registry.example.com/tools/wait:v2') },
  {
    command: fc.array(someText, { maxLength: 3 }),
    args: fc.array(text, { maxLength: 3 }),
    env: uniqueBy(variableOfEnvironment, 'name'),
    envFrom: fc.array(environmentSource, { maxLength: 1 }),
    volumeMounts: uniqueBy(ownVolumeMount, 'mountPath'),
    resources: record({}, { limits: amounts }),
    securityContext,
    imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent'),
    workingDir: fc.constant('/tmp'),
  },
);

/** What the kubelet may use of a node; a request is never above a limit. */
export const limits = record(
  {},
  {
    cpu: fc.constantFrom('8', 16, '32', null),
    memory: fc.constantFrom('24Gi', '64Gi', '1e11', 137438953472, null),
    'ephemeral-storage': fc.constantFrom('20Gi', null),
    'example.com/fpga': fc.constantFrom(1, '2'),
  },
);

export const requests = record(
  {},
  {
    cpu: fc.constantFrom('1', 4, '500m', '.5', null),
    memory: fc.oneof(
      fc.constantFrom('8Gi', '16G', null),
      size.filter((one) => !String(one).endsWith('G')),
    ),
    'ephemeral-storage': fc.constantFrom('1Gi', null),
  },
);
