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
import { annotations, dataKey, label, labels, metadataKey, name, size, someText, text } from './texts.ts';
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
    allowAnonymous: fc.boolean(),
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

/** Peers and rules of a NetworkPolicy that Kubernetes takes. */
const peer = fc.oneof(
  record({ podSelector: fc.constant({}) }, { namespaceSelector: fc.constant({ matchLabels: { team: 'a' } }) }),
  record({ ipBlock: fc.constantFrom({ cidr: '10.0.0.0/8' }, { cidr: 'fd00::/8', except: ['fd00:1::/32'] }) }),
);
const policyPort = record({ port: fc.integer({ min: 1, max: 65535 }) }, { protocol: fc.constantFrom('TCP', 'UDP') });
const peers = fc.array(peer, { maxLength: 2 });

/** What a Gateway takes. */
const routeParent = record({ name }, { namespace: label, sectionName: label });
/** Without null, which a server takes in its own kinds only. */
const relabeling = record(
  { targetLabel: fc.constantFrom('node', 'team') },
  {
    sourceLabels: fc.constant(['__meta_kubernetes_pod_node_name']),
    regex: fc.constant('(.*)'),
    replacement: fc.constant('$1'),
    action: fc.constantFrom('replace', 'uppercase', 'lowercase'),
  },
);
const routeFilter = fc.oneof(
  fc.constant({ type: 'URLRewrite', urlRewrite: { hostname: 'vllm.example.com' } }),
  fc.constant({ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x-a'] } }),
  fc.constant({ type: 'CORS', cors: { allowOrigins: ['https://chat.example.com'] } }),
);

/** Mostly with a key, which an address outside of the cluster needs. */
const apiKey = fc.oneof(
  {
    weight: 3,
    arbitrary: record(
      { existingSecret: name },
      {
        key: fc.constantFrom('api-key', 'key'),
        additional: fc.array(record({ key: fc.constantFrom('old', 'older') }, { existingSecret: name }), {
          maxLength: 2,
        }),
      },
    ),
  },
  record({ allowAnonymous: fc.boolean() }, {}),
);

/** Both halves, because each has many choices. */
const objective = (seconds: number[]) =>
  record({ seconds: fc.constantFrom(...seconds), percent: fc.constantFrom(95, 97.5, 98, 99, 99.5, 99.9) }, {});

/** Each with one source, of a rank that fits any maximum. */
const adapter = fc.oneof(
  record({ name: label, repo: fc.constantFrom('org/sql-lora', 'org/chat-lora'), rank: fc.constantFrom(1, 7, 8) }),
  record({
    name: label,
    repo: fc.constant('org/sql-lora'),
    revision: fc.constantFrom('0123456789abcdef0123456789abcdef01234567', 'f'.repeat(40)),
  }),
  record({ name: label, path: label.map((folder) => `/tmp/${folder}`) }, { baseModelName: label }),
);

const tracingBy = (protocol: string, ...endpoints: string[]) =>
  record(
    { endpoint: fc.constantFrom(...endpoints), protocol: fc.constant(protocol) },
    {
      sampleRatio: fc.constantFrom(0, 0.1, '0.5', 1),
      details: fc.constantFrom('model', 'worker', 'all'),
      headers: record({ existingSecret: name, key: dataKey }),
    },
  );

/** What asks for other values. */
const seldom = fc.constantFrom(true, ...Array.from({ length: 9 }, () => false));

const parallelSize = fc.constantFrom(1, 1, 1, 2, 4);

/**
 * What users write where the schema alone knows too little: names of the catalog, and what a Kubernetes API server
 * takes. By path, or by definition.
 */
export const ownArbitraries: Arbitraries = {
  'model.id': fc.constantFrom(...models.map(({ id }) => id), 'org/of-my-own', '/models/mine', 'a:'),
  'model.copyOf': fc.constantFrom(...models.map(({ id }) => id)),
  'model.predownload': seldom,
  replicas: fc.constantFrom(0, 2, 3, 2 ** 31 - 1, ...Array.from({ length: 30 }, () => 1)),
  'engine.enableLora': fc.constantFrom(true, true, true, true, false),
  apiKey,
  // Each asks for other values, which few random ones have.
  'networkPolicy.enabled': fc.constantFrom(true, false, false),
  'networkPolicy.cilium': fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    fc.constantFrom({ enabled: true }, { enabled: true, hosts: ['*.example.com'] }),
  ),
  'autoscaling.enabled': fc.constantFrom(true, false, false),
  'httpRoute.enabled': fc.constantFrom(true, false, false),
  'podDisruptionBudget.enabled': fc.constantFrom(true, false, false),
  'serviceMonitor.enabled': fc.constantFrom(true, false, false),
  'podMonitor.enabled': fc.constantFrom(true, false, false),
  'prometheusRule.objectives': record(
    {
      timeToFirstToken: objective([0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]),
      interTokenLatency: objective([0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1]),
    },
    {},
  ),
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
  'engine.loadFormat': fc.constantFrom('auto', 'safetensors', 'mistral', 'runai_streamer', 'fastsafetensors'),
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
  'engine.loggingConfig': record(
    {},
    { formatter: fc.constantFrom('text', 'json'), log_level: fc.constantFrom('INFO', 'WARNING') },
  ),
  'engine.maxModelLen': fc.constantFrom(1, 4096, 8192, 8192, 32768, 1048576),
  'engine.chatTemplate': someText,
  'engine.generationConfig': someText,
  'image.tag': fc.tuple(version, fc.constantFrom('', '', '-cu129')).map(([one, suffix]) => `v${one}${suffix}`),
  'image.release': version,
  'gpu.product': fc.constantFrom('', ...gpus.map(({ id }) => id)),
  'gpu.selectProduct': seldom,
  'gpu.claimTemplate.enabled': seldom,
  'gpu.claimTemplate.deviceClassName': fc.constantFrom(...Array<string>(5).fill('gpu.nvidia.com'), 'gpu.example.com'),
  'gpu.claimTemplate.selectors': fc.constantFrom([], ['device.driver == "gpu.nvidia.com"', 'true']),
  'gpu.resourceName': fc.constantFrom(
    ...Array<string>(4).fill('nvidia.com/gpu'),
    'nvidia.com/mig-1g.24gb',
    'nvidia.com/gpu.shared',
  ),
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
  'tls.existingSecret': name,
  tracing: fc.oneof(
    tracingBy('grpc', 'http://otel:4317', 'https://[fd00::1]:4317'),
    tracingBy('http/protobuf', 'http://otel:4318/v1/traces'),
  ),
  lora: record({ adapters: uniqueBy(adapter, 'name').filter((all) => all.length > 0) }, { existingClaim: name }),
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
  NetworkPolicyPeer: peer,
  NetworkPolicyIngressRule: record({}, { from: peers, ports: fc.array(policyPort, { maxLength: 2 }) }),
  NetworkPolicyEgressRule: record({}, { to: peers, ports: fc.array(policyPort, { maxLength: 2 }) }),
  HTTPRouteParent: routeParent,
  HTTPRouteFilter: routeFilter,
  Relabeling: relabeling,
  'httpRoute.annotations': annotations,
  'inferencePool.enabled': fc.constantFrom(true, false, false),
  'inferencePool.annotations': annotations,
  'inferencePool.endpointPicker.name': name,
  'httpRoute.hostnames': fc.uniqueArray(hostName, { maxLength: 2 }),
  'httpRoute.timeouts.request': fc.constantFrom('0s', '30m', '1h30m'),
  IngressHost: ingressHost,
  IngressTls: ingressTls,
  Toleration: toleration,
  Affinity: affinity,
  SecurityContext: securityContext,
  EnvFromSource: environmentSource,
  LocalObjectReference: pullSecret,
};
