import { reservedFlags } from '@archon/charts/archon-vllm/reserved-flags';
import { checkChoices, checkExtraArgs, checkFlags } from '@archon/sizing';
import { ArchonError, effectiveValues, isRecord, validateValues, valueAt, type Problem } from '@archon/values';
import { model, validation } from '../../support/chart.ts';
import { setAt } from '../../support/set-at.ts';

type Values = Record<string, unknown>;

const reserved = reservedFlags(model.schema);

/** What the rules have against values that the schema admits. */
export function brokenRules(values: Values): Problem[] {
  try {
    validateValues(validation, [{ file: 'values.yaml', value: values, locate: () => ({ file: 'values.yaml' }) }]);
    return [];
  } catch (error) {
    if (error instanceof ArchonError) return error.problems;
    throw error;
  }
}

/** Values that break no rule, or undefined; where a rule is broken, what its sentence advises is done. */
export function repair(values: Values): Values | undefined {
  let repaired = values;
  for (let round = 0; round < 12; round += 1) {
    const [problem] = brokenRules(repaired);
    if (problem === undefined) return repaired;
    const path = problem.path!;
    const advice = advices[path];
    repaired = advice ? advice(repaired) : without(repaired, path);
  }
  return undefined;
}

type Advice = (values: Values) => Values;

const at = (path: string) => path.split('.');
const put = (values: Values, path: string, value: unknown): Values => setAt(values, at(path), value) as Values;
const effective = (values: Values) => effectiveValues(validation, values);

/** Without the user's value; where the user has none, null removes the preset's. */
function without(values: Values, path: string): Values {
  if (valueAt(values, at(path)) === undefined) return put(values, path, null);
  const [key, ...rest] = at(path);
  return Object.fromEntries(
    Object.entries(values).flatMap(([one, value]) => {
      if (one !== key) return [[one, value]];
      return rest.length === 0 || !isRecord(value) ? [] : [[one, without(value, rest.join('.'))]];
    }),
  );
}

/** What to do about a broken rule, by the rule's path. Where the path is not listed, its value is removed. */
const advices: Record<string, Advice> = {
  // Of the rules about paths, this is also the path for a tokenizer and a template.
  'model.id': (values) =>
    valueAt(values, at('model.id')) === 'org/of-my-own'
      ? ['engine.tokenizer', 'engine.chatTemplate'].reduce(without, values)
      : put(values, 'model.id', 'org/of-my-own'),
  'image.release': (values) =>
    valueAt(values, at('image.release')) === undefined
      ? put(without(values, 'image.tag'), 'image.release', '0.33.0')
      : without(values, 'image.release'),
  'image.digest': (values) => without(values, 'image.tag'),
  'podSecurityContext.runAsUser': asRoot,
  'podSecurityContext.runAsNonRoot': asRoot,
  'gpu.count': (values) => {
    const { tensorParallelSize, pipelineParallelSize, dataParallelSize } = effective(values).values.engine as any;
    const sizes = [tensorParallelSize, pipelineParallelSize, dataParallelSize];
    return put(
      values,
      'gpu.count',
      sizes.reduce((product, one) => product * (one ?? 1), 1),
    );
  },
  'gpu.selectProduct': (values) => put(values, 'gpu.selectProduct', false),
  'gpu.resourceName': (values) => without(without(values, 'gpu.claimTemplate'), 'gpu.resourceName'),
  'gpu.product': (values) =>
    valueAt(values, at('gpu.count')) === 0 ? without(values, 'gpu.product') : put(values, 'gpu.allowUnsupported', true),
  replicas: (values) => put(values, 'persistence.accessModes', ['ReadWriteMany']),
  'persistence.existingClaim': (values) => put(values, 'persistence.enabled', true),
  'service.nodePort': (values) => put(values, 'service.type', 'LoadBalancer'),
  'service.type': (values) => put(values, 'service.type', 'LoadBalancer'),
  'persistence.size': (values) =>
    valueAt(values, at('persistence.existingClaim'))
      ? without(values, 'persistence.size')
      : put(values, 'persistence.size', '2Ti'),
  'apiKey.existingSecret': (values) => put(values, 'apiKey.existingSecret', 'vllm-api-key'),
  'apiKey.additional': (values) => without(values, 'apiKey.additional'),
  'httpRoute.parentRefs': (values) => put(values, 'httpRoute.parentRefs', [{ name: 'shared' }]),
  'httpRoute.paths': (values) => without(values, 'httpRoute.paths'),
  'inferencePool.endpointPicker.name': (values) => put(values, 'inferencePool.endpointPicker.name', 'vllm-picker'),
  'networkPolicy.modelSource.ports': (values) => without(values, 'huggingFace.endpoint'),
  'httpRoute.filters': (values) => without(values, 'httpRoute.filters'),
  // The first sentence asks for the policy; what is left is a model's source that has no name.
  'networkPolicy.cilium': (values) =>
    valueAt(values, at('networkPolicy.enabled')) === true
      ? without(values, 'networkPolicy.cilium')
      : put(put(values, 'networkPolicy.enabled', true), 'networkPolicy.cilium.enabled', true),
  'networkPolicy.cilium.hosts': (values) =>
    put(put(values, 'networkPolicy.cilium.hosts', ['*.example.com']), 'networkPolicy.modelSource.peers', []),
  'networkPolicy.controllers': (values) => put(values, 'networkPolicy.controllers', [{ podSelector: {} }]),
  'networkPolicy.extraIngress': (values) => put(values, 'networkPolicy.extraIngress', [{ from: [] }]),
  'model.revision': (values) => put(values, 'model.revision', '0123456789abcdef0123456789abcdef01234567'),
  'ingress.hosts': (values) => put(values, 'ingress.hosts', [{ host: 'llm.example.com' }]),
  'ingress.tls': (values) => {
    const { hosts, tls } = effective(values).values.ingress as { hosts: { host?: string }[]; tls: Values[] };
    const known = hosts.flatMap(({ host }) => host ?? []);
    return put(
      values,
      'ingress.tls',
      tls.map((one) => ({ ...one, hosts: known })),
    );
  },
  'ingress.timeoutSeconds': (values) => without(values, 'ingress.timeoutSeconds'),
  'ingress.maxBodySize': (values) => without(values, 'ingress.maxBodySize'),
  'engine.enableAutoToolChoice': (values) => put(values, 'engine.toolCallParser', 'hermes'),
  'engine.enableLora': (values) => put(values, 'engine.enableLora', true),
  'engine.maxCpuLoras': (values) => without(values, 'engine.maxCpuLoras'),
  'lora.adapters': (values) => without(values, 'lora.adapters'),
  'tracing.endpoint': (values) => without(values, 'tracing'),
  'lora.existingClaim': (values) => without(values, 'lora.existingClaim'),
  'autoscaling.maxReplicas': (values) => put(values, 'persistence.accessModes', ['ReadWriteMany']),
  'autoscaling.controller': (values) => put(values, 'autoscaling.controller', 'KEDA'),
  'autoscaling.waitingRequests': (values) => put(values, 'autoscaling.waitingRequests', 4),
  'autoscaling.keda.serverAddress': (values) =>
    put(values, 'autoscaling.keda.serverAddress', 'http://prometheus.monitoring.svc:9090'),
  engine: (values) => {
    const { values: merged, computed } = effective(values);
    const keys = Object.entries(merged.engine as Values)
      .filter(([key, value]) =>
        [checkFlags, checkChoices].some((check) => check({ [key]: value }, String(computed.release)).length > 0),
      )
      .map(([key]) => `engine.${key}`);
    return keys.reduce(without, values);
  },
  'engine.extraArgs': (values) => {
    const { computed } = effective(values);
    const args = valueAt(values, at('engine.extraArgs')) as string[];
    const known = args.filter((arg) => checkExtraArgs([arg], String(computed.release), reserved).length === 0);
    // Where each is known, one of them takes the metrics that something else reads.
    const kept = known.length < args.length ? known : args.filter((arg) => arg !== '--disable-log-stats');
    return put(values, 'engine.extraArgs', kept);
  },
  extraVolumeMounts: (values) => {
    const all = values.extraVolumeMounts as { name: string; mountPath: string }[];
    const mounts = all.filter(({ mountPath }) => !`${mountPath}/`.startsWith('/root/'));
    if (mounts.length < all.length) return { ...values, extraVolumeMounts: mounts };
    const volumes = (values.extraVolumes ?? []) as { name: string }[];
    const own = ['tmp', 'shm', 'home', 'model-cache', ...volumes.map(({ name }) => name)];
    const missing = [...new Set(mounts.map(({ name }) => name))].filter((name) => !own.includes(name));
    // Then it is the home, which root has no volume for.
    if (missing.length === 0) return { ...values, extraVolumeMounts: mounts.filter(({ name }) => name !== 'home') };
    return { ...values, extraVolumes: [...volumes, ...missing.map((name) => ({ name, emptyDir: {} }))] };
  },
};

function asRoot(values: Values): Values {
  const own = put(put(values, 'podSecurityContext.runAsUser', 0), 'podSecurityContext.runAsNonRoot', false);
  return ['runAsUser', 'runAsNonRoot']
    .map((key) => `securityContext.${key}`)
    .filter((path) => valueAt(own, at(path)) !== undefined)
    .reduce(without, own);
}
