import { quantity } from '../amounts.ts';
import type { ClusterNode, ClusterState, RuntimeClass, Taint, Toleration } from '../cluster-state.ts';
import type { NodeExpression, NodeTerm, PodNeeds, ServerNeeds } from '../needs/needs.ts';

/** Why the scheduler does not put the pod on a node. */
export interface Obstacle {
  /** Continues "Node gpu-0 …". */
  readonly text: string;
  /** Values with which it would not be in the way. */
  readonly set?: Readonly<Record<string, unknown>>;
}

/** The pod as admission makes it: with what its RuntimeClass adds. */
export interface ScheduledPod extends Pick<PodNeeds, 'requests' | 'nodeSelector' | 'affinityTerms' | 'tolerations'> {
  /** What `tolerations` of the values are. */
  readonly ownTolerations: readonly Toleration[];
}

/** The pod with the nodeSelector and the tolerations of its RuntimeClass, and with those that GKE adds for GPUs. */
export function scheduledPod(
  { pod, gpu }: Pick<ServerNeeds, 'pod' | 'gpu'>,
  { runtimeClasses, server }: Pick<ClusterState, 'runtimeClasses' | 'server'>,
): ScheduledPod {
  const runtime: Partial<RuntimeClass> = runtimeClasses?.find(({ name }) => name === gpu.runtimeClass) ?? {};
  // The admission plugin ExtendedResourceToleration, which GKE runs and Kubernetes does not by default.
  const added = /-gke\./.test(server.version) && gpu.count > 0 ? [{ key: gpu.resource, operator: 'Exists' }] : [];
  return {
    ...pod,
    ownTolerations: pod.tolerations,
    nodeSelector: { ...runtime.nodeSelector, ...pod.nodeSelector },
    tolerations: [...pod.tolerations, ...(pod.chartTolerations ?? []), ...(runtime.tolerations ?? []), ...added],
  };
}

/** All that keeps the pod from a node, however free it is. Empty: it could run there. */
export function obstaclesOf(node: ClusterNode, pod: ScheduledPod): Obstacle[] {
  return [
    ...(node.ready ? [] : [{ text: 'is not ready' }]),
    ...(node.cordoned ? [{ text: 'takes no new pods (kubectl uncordon)' }] : []),
    ...taintObstacles(node, pod),
    ...labelObstacles(node, pod),
    ...(matchesTerms(node, pod.affinityTerms) ? [] : [{ text: 'does not match the required node affinity' }]),
    ...amountObstacles(node, pod),
  ];
}

/** Taints that keep the pod away; those of the node's own state are said by that state. */
export function untolerated({ taints, ready }: ClusterNode, tolerations: readonly Toleration[]): readonly Taint[] {
  const said = ['not-ready', 'unschedulable', ...(ready ? [] : ['unreachable'])];
  return taints.filter(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' &&
      !said.includes(taint.key.replace('node.kubernetes.io/', '')) &&
      !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

/** Whether Kubernetes, the cloud or an autoscaler sets and removes a taint: it is not for pods to tolerate. */
export const isPassing = ({ key }: Taint): boolean =>
  /^node\.(cloudprovider\.)?kubernetes\.io\/|^(ToBeDeletedBy|DeletionCandidateOf)ClusterAutoscaler$/.test(key);

function taintObstacles(node: ClusterNode, { tolerations, ownTolerations }: ScheduledPod): Obstacle[] {
  const taints = untolerated(node, tolerations);
  const texts = taints.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`);
  if (taints.length === 0) return [];
  const text = `has the taint ${texts.join(', ')}, which tolerations does not have`;
  return [
    {
      text,
      ...(!taints.some(isPassing) && { set: { tolerations: [...ownTolerations, ...taints.map(tolerationOf)] } }),
    },
  ];
}

/** The toleration of a taint, whatever its value is. */
export const tolerationOf = ({ key, effect }: Taint): Toleration => ({ key, operator: 'Exists', effect });

/** As the scheduler compares them. */
function tolerates({ key = '', operator = 'Equal', value = '', effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
}

function labelObstacles({ labels }: ClusterNode, { nodeSelector }: ScheduledPod): Obstacle[] {
  // for all of them together: a value is set as a whole
  const own = Object.entries(nodeSelector).map(([key, value]) => [key, labels[key] ?? value]);
  const set = { nodeSelector: Object.fromEntries(own) as Record<string, string> };
  return Object.entries(nodeSelector).flatMap(([key, value]) => {
    const is = labels[key];
    if (is === value) return [];
    if (is === undefined) return [{ text: `does not have the label ${key}, which nodeSelector names` }];
    return [{ text: `has the label ${key}=${is}, not ${value} as in nodeSelector`, set }];
  });
}

/** Whether one of the terms matches; a term that is empty matches no node. */
function matchesTerms(node: ClusterNode, terms: readonly NodeTerm[] | undefined): boolean {
  if (terms === undefined) return true;
  return terms.some(({ matchExpressions = [], matchFields = [] }) => {
    const fields = { 'metadata.name': node.name };
    return (
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every((one) => matches(one, node.labels)) &&
      matchFields.every((one) => matches(one, fields))
    );
  });
}

function matches({ key, operator, values = [] }: NodeExpression, labels: Readonly<Record<string, string>>): boolean {
  const is = labels[key];
  switch (operator) {
    case 'In':
      return is !== undefined && values.includes(is);
    case 'NotIn':
      return is === undefined || !values.includes(is);
    case 'Exists':
      return is !== undefined;
    case 'DoesNotExist':
      return is === undefined;
    case 'Gt':
      return is !== undefined && Number(is) > Number(values[0]);
    case 'Lt':
      return is !== undefined && Number(is) < Number(values[0]);
    default:
      return false;
  }
}

function amountObstacles({ allocatable }: ClusterNode, { requests }: ScheduledPod): Obstacle[] {
  return Object.entries(requests).flatMap(([resource, needed]) => {
    const has = allocatable[resource] ?? 0;
    if (has >= needed) return [];
    const text = `has ${quantity(resource, has)} ${resource} to give, and the pod requests ${quantity(resource, needed)}`;
    const own = /^(cpu|memory|ephemeral-storage)$/.test(resource);
    return [{ text, ...(own && { set: { [`resources.requests.${resource}`]: quantity(resource, has * 0.9) } }) }];
  });
}
