import { bytesOf } from '@archon/values';
import { amountsOf } from '../amounts.ts';
import type { Toleration } from '../cluster-state.ts';
import { podAmounts } from '../pod-requests.ts';
import type { ContainerNeeds, NodeTerm, ServerNeeds } from './needs.ts';

type Values = Readonly<Record<string, unknown>>;

/** The values of archon-vllm that are read here; defaults and preset are merged in. */
interface ReadValues {
  readonly preset: string;
  readonly replicas: number | null;
  readonly autoscaling: { readonly enabled: boolean; readonly minReplicas: number };
  readonly gpu: {
    readonly count: number;
    readonly resourceName: string;
    readonly product: string;
    readonly claimTemplate?: { readonly enabled: boolean };
  };
  readonly persistence: {
    readonly enabled: boolean;
    readonly size: string | number;
    readonly storageClassName?: string | null;
    readonly accessModes: readonly string[];
    readonly existingClaim?: string | null;
  };
  readonly ingress: { readonly enabled: boolean; readonly className: string };
  readonly fullnameOverride: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  readonly affinity: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: readonly NodeTerm[] };
    };
  };
  readonly priorityClassName?: string | null;
  readonly podSecurityContext: Values;
  readonly securityContext: Values;
  readonly extraEnv: readonly { readonly name: string; readonly value?: string }[];
  readonly extraVolumes: readonly Values[];
  readonly extraContainers: readonly Container[];
  readonly extraInitContainers: readonly Container[];
}

interface Container {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly securityContext?: Values;
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly resources?: { readonly requests?: Values; readonly limits?: Values };
}

interface ReadComputed {
  readonly nvidia: boolean;
  readonly tolerations: readonly Toleration[];
  readonly productLabels: readonly string[];
  readonly runtimeClassName: string;
  readonly ingressController: string;
  readonly release: string;
  readonly resources: { readonly requests: Values; readonly limits: Values };
}

/** The pod of the server, its claim, its Ingress and its GPUs. */
export function podOf(given: Values, found: Values): Omit<ServerNeeds, 'references'> {
  const values = given as unknown as ReadValues;
  const computed = found as unknown as ReadComputed;
  const { gpu, persistence, ingress, extraEnv, autoscaling } = values;
  // What a claim asks for is not a resource of the nodes.
  const count = gpu.claimTemplate?.enabled ? 0 : gpu.count;
  const devices = count > 0 ? { [gpu.resourceName]: count } : {};
  const main: ContainerNeeds = {
    name: 'vllm',
    path: 'securityContext',
    requests: amountsOf({ ...computed.resources.limits, ...computed.resources.requests, ...devices }),
    limits: amountsOf({ ...computed.resources.limits, ...devices }),
    securityContext: values.securityContext,
    hostPorts: false,
  };
  const more = values.extraContainers.map((one) => containerNeeds(one, 'extraContainers'));
  const first = values.extraInitContainers.map((one) => containerNeeds(one, 'extraInitContainers'));
  const total = (of: 'requests' | 'limits') =>
    podAmounts(
      [main, ...more].map((one) => ({ amounts: one[of] })),
      first.map((one, index) => ({
        amounts: one[of],
        sidecar: values.extraInitContainers[index]!.restartPolicy === 'Always',
      })),
    );
  const label = computed.productLabels.length > 0 && {
    matchExpressions: [{ key: 'nvidia.com/gpu.product', operator: 'In', values: computed.productLabels }],
  };
  const terms = label
    ? [label]
    : values.affinity.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return {
    pod: {
      requests: total('requests'),
      limits: total('limits'),
      containers: [main, ...more, ...first],
      volumes: values.extraVolumes,
      securityContext: values.podSecurityContext,
      nodeSelector: values.nodeSelector,
      ...(terms && { affinityTerms: terms }),
      tolerations: values.tolerations,
      chartTolerations: computed.tolerations.slice(values.tolerations.length),
      priorityClass: values.priorityClassName ?? '',
    },
    replicas: autoscaling.enabled ? Math.max(1, autoscaling.minReplicas) : (values.replicas ?? 1),
    replicasPath: autoscaling.enabled ? 'autoscaling.minReplicas' : 'replicas',
    gpu: {
      count,
      resource: gpu.resourceName,
      nvidia: computed.nvidia,
      product: gpu.product,
      runtimeClass: computed.runtimeClassName,
    },
    ...(persistence.enabled && { claim: claimOf(values) }),
    ...(ingress.enabled && { ingress: { className: ingress.className, controller: computed.ingressController } }),
    release: computed.release,
    cudaCompatibility: extraEnv.some(({ name, value }) => name === 'VLLM_ENABLE_CUDA_COMPATIBILITY' && value === '1'),
    preset: values.preset ?? '',
  };
}

function containerNeeds({ name, securityContext = {}, ports = [], resources = {} }: Container, path: string) {
  return {
    name,
    path,
    requests: amountsOf({ ...resources.limits, ...resources.requests }),
    limits: amountsOf(resources.limits),
    securityContext,
    hostPorts: ports.some(({ hostPort }) => hostPort !== undefined),
  };
}

/** The name is that of the template's partial `claimName`. */
function claimOf({ persistence, fullnameOverride }: ReadValues): NonNullable<ServerNeeds['claim']> {
  const { existingClaim, size, storageClassName, accessModes } = persistence;
  const own = fullnameOverride === 'vllm' ? 'model-cache' : `${fullnameOverride}-model-cache`;
  return {
    ...(existingClaim ? { name: existingClaim } : fullnameOverride ? { name: own } : {}),
    existing: Boolean(existingClaim),
    bytes: bytesOf(size),
    size: String(size),
    storageClass: storageClassName ?? '',
    accessModes,
  };
}
