import { quantity, sum } from '../amounts.ts';
import type { Amounts, Claim, ClusterNamespace, ClusterPod, LimitRangeItem, Quota } from '../cluster-state.ts';
import type { ContainerNeeds, ServerNeeds } from '../needs/needs.ts';
import type { Finding } from './finding.ts';

/** What of the release is there already, which a quota counts. */
export interface OwnObjects {
  /** Its pods; undefined: unknown. */
  readonly pods?: readonly ClusterPod[];
  /** Its claim, which is kept; null: there is none; undefined: unknown. */
  readonly claim?: Claim | null;
}

/**
 * Whether a ResourceQuota admits the pods and the claim. What pods of the release use already is subtracted; where they are
 * unknown, nothing is said of what is used. A claim that is there needs only what it grows by.
 */
export function quotaFindings(
  { name: namespace, quotas = [] }: ClusterNamespace,
  server: ServerNeeds,
  { pods, claim }: OwnObjects,
): Finding[] {
  const needed = neededOf(server, claim);
  const freed = sum((pods ?? []).map(({ requests }) => prefixed('requests', requests)));
  const partly = pods === undefined || pods.length > 0;
  // of limits and pods of the release that are there already nothing is known
  const isKnown = (counted: string): boolean =>
    !partly || counted in freed || (claim !== undefined && ofClaim.test(counted));
  return quotas
    .filter(({ scoped }) => !scoped)
    .flatMap((quota) => [
      ...missingAmounts(quota, namespace, server),
      ...exceeded(quota, namespace, server, needed, freed, isKnown),
    ]);
}

/** What a quota counts of a claim. */
const ofClaim = /storage$|persistentvolumeclaims/;

/** What a quota counts for all pods of the release, and for its claim beyond the one that is there. */
function neededOf({ pod, replicas, claim }: ServerNeeds, there: Claim | null | undefined): Amounts {
  const times = (amounts: Amounts): Amounts =>
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount * replicas]));
  const storage = claim && !claim.existing ? Math.max(0, claim.bytes - (there?.bytes ?? 0)) : 0;
  const storageClass = there?.storageClass ?? claim?.storageClass ?? '';
  return {
    ...prefixed('requests', times(pod.requests)),
    ...prefixed('limits', times(pod.limits)),
    pods: replicas,
    ...(storage > 0 && { 'requests.storage': storage, ...(!there && { persistentvolumeclaims: 1 }) }),
    ...(storage > 0 &&
      storageClass !== '' && { [`${storageClass}.storageclass.storage.k8s.io/requests.storage`]: storage }),
  };
}

/** `cpu` alone in a quota means requests.cpu. */
function prefixed(of: 'requests' | 'limits', amounts: Amounts): Amounts {
  const entries = Object.entries(amounts).flatMap(([name, amount]) => [
    [`${of}.${name}`, amount] as const,
    ...(of === 'requests' && /^(cpu|memory)$/.test(name) ? [[name, amount] as const] : []),
  ]);
  return Object.fromEntries(entries);
}

/** A quota of CPU or memory refuses a pod that does not state them, unless a LimitRange fills them in. */
function missingAmounts(quota: Quota, namespace: string, { pod }: ServerNeeds): Finding[] {
  return (['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'] as const).flatMap((counted) => {
    const [of, resource] = counted.split('.') as ['requests' | 'limits', string];
    const counts = counted in quota.hard || (of === 'requests' && resource in quota.hard);
    if (!counts || pod[of][resource] !== undefined) return [];
    const path = `resources.${counted}`;
    const least = pod.requests[resource];
    return [
      {
        severity: 'error' as const,
        subject: 'namespace' as const,
        path,
        seen: `ResourceQuota ${quota.name} of ${namespace} limits ${counted}.`,
        means: `The API server refuses a pod without ${path}, unless a LimitRange sets one.`,
        set: { [path]: least === undefined ? (resource === 'cpu' ? '4' : '24Gi') : quantity(resource, least * 2) },
      },
    ];
  });
}

function exceeded(
  { name, hard, used }: Quota,
  namespace: string,
  server: ServerNeeds,
  needed: Amounts,
  freed: Amounts,
  isKnown: (counted: string) => boolean,
): Finding[] {
  return Object.entries(hard).flatMap(([counted, most]) => {
    const wants = needed[counted];
    if (wants === undefined || wants === 0) return [];
    const taken = isKnown(counted) ? Math.max(0, (used[counted] ?? 0) - (freed[counted] ?? 0)) : 0;
    if (wants <= most - taken) return [];
    const resource = counted.replace(/^.*requests\.|^limits\./, '');
    const text = (amount: number) => quantity(resource, amount);
    const path = pathOf(counted, server);
    const grows = counted.endsWith('storage') && server.claim !== undefined && wants < server.claim.bytes;
    const left = taken > 0 ? `, and ${text(taken)} are used` : '';
    return [
      {
        severity: 'error' as const,
        subject: 'namespace' as const,
        path,
        seen: `ResourceQuota ${name} of ${namespace} allows ${text(most)} of ${counted}${left}.`,
        means: `These values need ${text(wants)}${grows ? ' more' : ''}: the API server refuses what exceeds it.`,
        do: `Raise the quota, or lower ${path}.`,
      },
    ];
  });
}

function pathOf(counted: string, { replicasPath }: ServerNeeds): string {
  if (ofClaim.test(counted)) return 'persistence.size';
  if (counted === 'pods') return replicasPath;
  if (/^requests\.[^.]+\.?.*\//.test(counted)) return 'gpu.count';
  return /^(requests|limits)\./.test(counted) ? `resources.${counted}` : `resources.requests.${counted}`;
}

/** Whether the LimitRanges admit the containers, the pod and the claim; a default limit below a request is refused too. */
export function limitFindings({ name: namespace, limits = [] }: ClusterNamespace, server: ServerNeeds): Finding[] {
  const { pod, claim } = server;
  const [main] = pod.containers as [ContainerNeeds];
  return limits.flatMap((item) => {
    if (item.type === 'Container')
      return [...withDefaults(item, namespace, main), ...outside(item, namespace, main.requests, main.limits)];
    if (item.type === 'Pod') return outside(item, namespace, pod.requests, pod.limits);
    if (item.type !== 'PersistentVolumeClaim' || !claim || claim.existing) return [];
    return outside(item, namespace, { storage: claim.bytes }, { storage: claim.bytes });
  });
}

function withDefaults(item: LimitRangeItem, namespace: string, { requests, limits }: ContainerNeeds): Finding[] {
  return Object.entries(item.default).flatMap(([resource, limit]): Finding[] => {
    const request = requests[resource] ?? 0;
    if (limits[resource] !== undefined) return [];
    const path = `resources.limits.${resource}`;
    const base = {
      subject: 'namespace',
      path,
      seen: `LimitRange ${item.name} of ${namespace} sets a ${resource} limit of ${quantity(resource, limit)} where there is none.`,
    } as const;
    if (limit < request)
      return [
        {
          ...base,
          severity: 'error',
          means: `That is below the request of ${quantity(resource, request)}: the API server refuses the pods.`,
          set: { [path]: quantity(resource, request * 2) },
        },
      ];
    return resource === 'cpu'
      ? [{ ...base, severity: 'info', means: 'With a CPU limit the kernel stops vLLM while the node has idle CPU.' }]
      : [];
  });
}

function outside(
  { name, type, max, min }: LimitRangeItem,
  namespace: string,
  requests: Amounts,
  limits: Amounts,
): Finding[] {
  const root = type === 'PersistentVolumeClaim' ? 'persistence.size' : '';
  const finding = (resource: string, is: string, bound: number, than: string, path: string): Finding => ({
    severity: 'error',
    subject: 'namespace',
    path,
    seen: `LimitRange ${name} of ${namespace} allows ${than} ${quantity(resource, bound)} ${resource} for a ${type}.`,
    means: `These values have ${is}: the API server refuses it.`,
    set: { [path]: quantity(resource, bound) },
  });
  return [
    ...Object.entries(max).flatMap(([resource, bound]) => {
      const has = Math.max(limits[resource] ?? 0, requests[resource] ?? 0);
      const of = limits[resource] === undefined ? 'requests' : 'limits';
      const path = root || `resources.${of}.${resource}`;
      return has > bound ? [finding(resource, quantity(resource, has), bound, 'at most', path)] : [];
    }),
    ...Object.entries(min).flatMap(([resource, bound]) => {
      const has = requests[resource];
      const path = root || `resources.requests.${resource}`;
      return has !== undefined && has < bound
        ? [finding(resource, quantity(resource, has), bound, 'at least', path)]
        : [];
    }),
  ];
}
