import { effectiveValues, valueAt } from '@archon/values';
import { validation } from '../../support/chart.ts';
import { setAt } from '../../support/set-at.ts';
import type { Values } from '../random-values.ts';

/** What breaks a rule in any valid values: by path, what stands there then. */
type Break = Record<string, unknown> | ((values: Values) => Record<string, unknown>);

const digest = `sha256:${'0'.repeat(64)}`;
const named = (...names: string[]) => names.map((name) => ({ name }));
const mounted = (...paths: string[]) => paths.map((mountPath) => ({ name: 'tmp', mountPath }));
const onVolta = { image: { tag: 'v0.33.0' }, 'gpu.product': 'v100-16gb', 'gpu.allowUnsupported': false };

/** By the name of the rule. */
export const ruleBreakers: Record<string, Break> = {
  'model-missing': { preset: '', 'model.id': null },
  'release-unknown': { image: { tag: 'nightly' } },
  'release-too-old': { image: { tag: 'v0.3.3' } },
  'image-latest': { image: { tag: 'latest', release: '0.33.0' } },
  'image-digest-and-tag': { preset: 'nvidia-24gb', image: { tag: 'v0.33.0', digest, release: '0.33.0' } },
  'image-release-and-tag': { image: { tag: 'v0.33.0-cu130', release: '0.32.0' } },
  'image-needs-root': { image: { tag: 'v0.21.0' }, securityContext: {}, 'podSecurityContext.runAsUser': 2000 },
  'root-refused-by-run-as-non-root': {
    securityContext: {},
    'podSecurityContext.runAsUser': 0,
    'podSecurityContext.runAsNonRoot': true,
  },
  'gpu-count': (values) => ({ 'gpu.count': Number(valueAt(effective(values), ['gpu', 'count'])) + 1 }),
  'gpu-unknown': { 'gpu.product': 'no-such-GPU' },
  'gpu-unsupported': onVolta,
  'shared-memory': { 'sharedMemory.size': '2Ti', 'resources.limits': { memory: '1Ti' } },
  'memory-request': { 'resources.requests': { memory: '2Ti' }, 'resources.limits': { memory: '1Ti' } },
  'cpu-request': { 'resources.requests': { cpu: 2 }, 'resources.limits': { cpu: '1' } },
  'gpu-in-resources': { 'gpu.resourceName': 'nvidia.com/gpu', 'resources.limits': { 'nvidia.com/gpu': 1 } },
  'replicas-share-cache': { replicas: 2, 'storage.enabled': true, 'storage.accessModes': ['ReadWriteOnce'] },
  'access-mode-of-one-pod': { 'storage.accessModes': ['ReadWriteOncePod', 'ReadWriteMany'] },
  'existing-claim-and-size': {
    preset: 'nvidia-24gb',
    'storage.enabled': true,
    'storage.existingClaim': 'models',
    'storage.size': '1Gi',
  },
  'existing-claim-disabled': { storage: { enabled: false, existingClaim: 'models' } },
  'offline-without-model': {
    'huggingFace.offline': true,
    storage: { enabled: false },
    extraVolumes: [],
    extraVolumeMounts: [],
  },
  'node-port-type': { service: { type: 'ClusterIP', nodePort: 30800 } },
  'tls-without-host': { 'ingress.enabled': true, 'ingress.host': '', 'ingress.tls.enabled': true },
  'shutdown-timeout': { image: { tag: 'v0.17.1' }, 'drain.shutdownTimeoutSeconds': 60 },
  'grace-period': { 'drain.preStopSleepSeconds': 60, 'drain.terminationGracePeriodSeconds': 59 },
  'tool-parser': { 'engine.enableAutoToolChoice': true, 'engine.toolCallParser': null },
  'lora-rank': { 'engine.maxLoras': 2, 'engine.enableLora': false },
  'typed-flags': { image: { tag: 'v0.10.2' }, 'engine.attentionBackend': 'TRITON_ATTN' },
  'engine-choices': { image: { tag: 'v0.33.0' }, 'engine.kvCacheDtype': 'fp9' },
  'extra-args': { 'engine.extraArgs': ['--no-such-flag-anywhere'] },
  'extra-env-reserved': { extraEnv: named('HF_HOME') },
  'extra-env-internal': { extraEnv: named('VLLM_PORT') },
  'extra-env-twice': { extraEnv: named('A', 'B', 'A') },
  'extra-volumes-reserved': { extraVolumes: [{ name: 'shm', emptyDir: {} }] },
  'extra-volumes-twice': { extraVolumes: named('twice', 'twice') },
  'extra-mounts-reserved': { extraVolumeMounts: mounted('/dev/shm') },
  'extra-mounts-twice': { extraVolumeMounts: mounted('/mnt/a', '/mnt/a') },
  'extra-mounts-without-volume': { extraVolumeMounts: [{ name: 'no-such-volume', mountPath: '/mnt/b' }] },
  'extra-init-containers': { extraInitContainers: named('vllm') },
  'pod-labels-reserved': { podLabels: { 'app.kubernetes.io/name': 'mine' } },
  'common-labels-reserved': { commonLabels: { 'helm.sh/chart': 'mine' } },
  'labels-twice': { commonLabels: { team: 'a' }, podLabels: { team: 'b' } },
  'checksum-annotation': { podAnnotations: { 'checksum/config': 'mine' } },
};

/** Valid values in which one rule is broken. */
export function breakRule(rule: string, values: Values): Values {
  const found = ruleBreakers[rule]!;
  const changes = typeof found === 'function' ? found(values) : found;
  return Object.entries(changes).reduce<Values>(
    (broken, [path, value]) => setAt(broken, path.split('.'), value) as Values,
    values,
  );
}

const effective = (values: Values) => effectiveValues(validation, values).values;
