import { engineChoices, gpus, models, releases } from '@archon/sizing';
import fc from 'fast-check';
import type { Arbitraries } from '@archon/values/testing/arbitrary-values';
import { environmentSource, initContainer, limits, requests, variableOfEnvironment } from './containers.ts';
import { extraObjects } from './objects.ts';
import {
  affinity,
  podSecurityContext,
  pullSecret,
  securityContext,
  toleration,
  topologySpreadConstraints,
} from './pod.ts';
import { record, uniqueBy } from './record.ts';
import { annotations, label, labels, metadataKey, name, size, someText, text } from './texts.ts';
import { volume, volumeMount } from './volumes.ts';

const versions = releases.map(({ version }) => version);
const version = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...versions.slice(-3)) },
  fc.constantFrom(...versions),
);
const hostName = fc.array(label, { minLength: 1, maxLength: 3 }).map((labelsOfIt) => labelsOfIt.join('.'));
const path = fc.array(label, { maxLength: 2 }).map((parts) => `/${parts.join('/')}`);

/** Nothing of it is left out by chance only: each key may be absent. */
const ingressHost = fc.record(
  {
    host: fc.oneof(
      fc.constant(''),
      hostName,
      hostName.map((host) => `*.${host}`),
    ),
    paths: fc.array(
      fc.record(
        { path, pathType: fc.constantFrom('Prefix', 'Exact', 'ImplementationSpecific') },
        { requiredKeys: ['path'], noNullPrototype: true },
      ),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const ingressTls = fc.record(
  { secretName: name, hosts: fc.array(hostName, { minLength: 1, maxLength: 2 }) },
  { requiredKeys: ['hosts'], noNullPrototype: true },
);

const extraArg = fc.oneof(
  fc.constantFrom('--disable-log-stats', '--max-logprobs=5', '--enable-log-outputs', '--block-size=16'),
  text.map((one) => `--middleware=${one}`),
);

/** What resolves names in a pod. */
const address = fc.constantFrom('10.0.0.1', '192.168.1.10', 'fd00::1');
const hostAlias = record({ ip: address }, { hostnames: fc.array(hostName, { maxLength: 2 }) });
const dnsConfig = record(
  {},
  {
    nameservers: fc.uniqueArray(address, { maxLength: 2 }),
    searches: fc.array(hostName, { maxLength: 2 }),
    options: fc.array(record({ name: fc.constantFrom('ndots', 'edns0') }, { value: fc.constant('2') }), {
      maxLength: 2,
    }),
  },
);
const servicePort = record(
  { name: label, port: fc.integer({ min: 1, max: 65535 }), targetPort: fc.constant('http') },
  { protocol: fc.constantFrom('TCP', 'UDP'), appProtocol: fc.constant('http') },
);
const podClaim = fc.oneof(
  record({ name: label, resourceClaimName: name }),
  record({ name: label, resourceClaimTemplateName: name }),
);

const parallelSize = fc.constantFrom(1, 1, 1, 2, 4);

/**
 * What users write where the schema alone knows too little: names of the catalog, and what a Kubernetes API server
 * takes. By path, or by definition.
 */
export const ownArbitraries: Arbitraries = {
  'model.id': fc.constantFrom(...models.map(({ id }) => id), 'org/of-my-own', '/models/mine', 'a:'),
  'model.copyOf': fc.constantFrom(...models.map(({ id }) => id)),
  replicas: fc.constantFrom(0, 1, 1, 1, 1, 1, 2, 3, 2 ** 31 - 1),
  'drain.preStopSleepSeconds': fc.constantFrom(0, 1, 15, 86400),
  'drain.shutdownTimeoutSeconds': fc.constantFrom(0, 1, 300, 86400),
  'drain.terminationGracePeriodSeconds': fc.constantFrom(30, 75, 90000, 172805),
  'engine.tensorParallelSize': parallelSize,
  'engine.pipelineParallelSize': parallelSize,
  'engine.dataParallelSize': parallelSize,
  'gpu.count': fc.oneof({ weight: 4, arbitrary: parallelSize }, fc.constant(0)),
  ...Object.fromEntries(
    Object.entries(engineChoices).map(([key, { choices }]) => [
      `engine.${key}`,
      fc.constantFrom(...Object.keys(choices)),
    ]),
  ),
  'engine.extraArgs': fc.uniqueArray(extraArg, { maxLength: 3, selector: (one) => one.split('=')[0] }),
  'engine.speculativeConfig': fc.dictionary(
    fc.constantFrom('method', 'model', 'num_speculative_tokens', 'prompt_lookup_max'),
    fc.oneof(someText, fc.nat(64)),
    { maxKeys: 4 },
  ),
  'engine.overrideGenerationConfig': record(
    {},
    {
      temperature: fc.constantFrom(0, 0.6, 1),
      top_k: fc.nat(64),
      max_new_tokens: fc.oneof(fc.nat(64), fc.constant(null)),
    },
  ),
  'engine.structuredOutputsConfig': record(
    {},
    {
      backend: fc.constantFrom('auto', 'xgrammar', 'guidance'),
      reasoning_parser: someText,
    },
  ),
  'engine.compilationConfig': record(
    {},
    {
      cache_dir: someText,
      cudagraph_capture_sizes: fc.uniqueArray(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 3 }),
      pass_config: fc.constant({}),
    },
  ),
  'engine.poolerConfig': record({}, { pooling_type: fc.constantFrom('CLS', 'LAST', 'MEAN'), step_tag_id: fc.nat(64) }),
  'engine.kvTransferConfig': record(
    { kv_connector: fc.constantFrom('ExampleConnector', 'OffloadingConnector'), kv_role: fc.constant('kv_both') },
    { kv_port: fc.integer({ min: 1, max: 65535 }), engine_id: someText },
  ),
  'engine.limitMmPerPrompt': fc.dictionary(fc.constantFrom('image', 'video', 'audio'), fc.nat(16), { maxKeys: 3 }),
  'engine.maxModelLen': fc.constantFrom(1, 4096, 8192, 8192, 32768, 1048576),
  'engine.chatTemplate': someText,
  'engine.generationConfig': someText,
  'image.tag': fc.tuple(version, fc.constantFrom('', '', '-cu129')).map(([one, suffix]) => `v${one}${suffix}`),
  'image.release': version,
  'gpu.product': fc.constantFrom('', ...gpus.map(({ id }) => id)),
  'gpu.resourceName': fc.constantFrom('nvidia.com/gpu', 'nvidia.com/mig-1g.24gb', 'nvidia.com/gpu.shared'),
  'gpu.runtimeClassName': fc.oneof(fc.constant(''), name),
  'resources.limits': limits,
  'resources.requests': requests,
  'sharedMemory.size': fc.constantFrom('1Gi', '512Mi', '.5Gi', 1073741824, '1e9'),
  'persistence.size': size,
  'persistence.storageClassName': name,
  'persistence.existingClaim': name,
  'persistence.annotations': annotations,
  'huggingFace.token.existingSecret': name,
  'apiKey.existingSecret': name,
  'service.portName': label,
  'service.extraPorts': uniqueBy(servicePort, 'name'),
  'service.loadBalancerClass': fc.constantFrom('tailscale', 'example.com/internal'),
  'service.loadBalancerSourceRanges': fc.constantFrom([], [], [], ['10.0.0.0/8'], ['fd00::/8']),
  'service.nodePort': fc.integer({ min: 30000, max: 32767 }),
  'service.annotations': annotations,
  'ingress.className': fc.oneof(fc.constantFrom('', 'nginx', 'traefik', 'alb'), name),
  'ingress.annotations': annotations,
  nodeSelector: labels,
  priorityClassName: name,
  topologySpreadConstraints: topologySpreadConstraints,
  'serviceAccount.name': name,
  'serviceAccount.annotations': annotations,
  podSecurityContext,
  commonLabels: labels,
  commonAnnotations: annotations,
  podLabels: labels,
  podAnnotations: annotations,
  extraEnv: uniqueBy(variableOfEnvironment, 'name'),
  extraVolumes: uniqueBy(volume, 'name'),
  extraVolumeMounts: uniqueBy(volumeMount, 'mountPath'),
  extraInitContainers: uniqueBy(initContainer, 'name'),
  extraContainers: uniqueBy(initContainer, 'name'),
  extraObjects,
  schedulerName: name,
  resourceClaims: uniqueBy(podClaim, 'name'),
  'resources.claims': uniqueBy(record({ name: label }), 'name'),
  hostAliases: fc.array(hostAlias, { maxLength: 2 }),
  dnsConfig,
  dnsPolicy: fc.constantFrom(
    'ClusterFirst',
    'ClusterFirst',
    'ClusterFirstWithHostNet',
    'Default',
    'Default',
    'Default',
    'Default',
    'None',
  ),
  'service.type': fc.constantFrom('LoadBalancer', 'LoadBalancer', 'LoadBalancer', 'NodePort', 'ClusterIP'),
  deploymentAnnotations: annotations,
  global: fc
    .dictionary(metadataKey, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2, noNullPrototype: true })
    .map((one) => JSON.parse(JSON.stringify(one)) as unknown),
  IngressHost: ingressHost,
  IngressTls: ingressTls,
  Toleration: toleration,
  Affinity: affinity,
  SecurityContext: securityContext,
  EnvFromSource: environmentSource,
  LocalObjectReference: pullSecret,
};
