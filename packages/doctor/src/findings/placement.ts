import type { ClusterNode, ClusterPod, ClusterState } from '../cluster-state.ts';
import type { Needs, ServerNeeds } from '../needs/needs.ts';
import { freeAmounts, podsThatFit } from '../nodes/free-amounts.ts';
import { obstaclesOf, scheduledPod, type Obstacle } from '../nodes/node-fit.ts';
import { counted, listed, type Finding } from './finding.ts';

/** On which nodes the pod can run, and whether one of them has room now. */
export function placementFindings(state: ClusterState, { chart, server }: Needs): Finding[] {
  const { nodes } = state;
  if (!nodes || !server) return [];
  const { gpu } = server;
  // that no node offers the resource at all is said with the GPUs
  const considered = gpu.count > 0 ? nodes.filter(({ allocatable }) => (allocatable[gpu.resource] ?? 0) > 0) : nodes;
  if (considered.length === 0) return gpu.count > 0 ? [] : [noNodes()];
  const pod = scheduledPod(server, state);
  const looked = considered.map((node) => ({ node, obstacles: obstaclesOf(node, pod) }));
  const able = looked.filter(({ obstacles }) => obstacles.length === 0).map(({ node }) => node);
  if (able.length === 0) return [blocked(looked, gpu)];
  const apart = looked.filter(({ obstacles }) => obstacles.length > 0);
  return [
    ...(state.pods ? roomFindings(able, state.pods, state.namespace.name, chart, server) : [couldRun(able)]),
    ...(apart.length > 0 && gpu.count > 0
      ? [{ severity: 'info', subject: 'placement', seen: told(apart), means: 'The pod does not go there.' } as const]
      : []),
  ];
}

interface LookedAt {
  readonly node: ClusterNode;
  readonly obstacles: readonly Obstacle[];
}

/** A sentence for each of the first nodes. */
function told(looked: readonly LookedAt[]): string {
  const first = looked
    .slice(0, 4)
    .map(({ node, obstacles }) => `Node ${node.name} ${obstacles.map(({ text }) => text).join('; it ')}.`);
  const more = looked.length > 4 ? [`${looked.length - 4} more nodes have obstacles too.`] : [];
  return [...first, ...more].join(' ');
}

/** Nodes where the pod can run, whether they have room or not; those with GPUs where none can. */
export function nodesForPod(
  state: Pick<ClusterState, 'nodes' | 'runtimeClasses' | 'server'>,
  server: ServerNeeds,
): ClusterNode[] {
  const { gpu } = server;
  const withGpus = (state.nodes ?? []).filter(({ allocatable }) => (allocatable[gpu.resource] ?? 0) > 0);
  const pod = scheduledPod(server, state);
  const able = withGpus.filter((node) => obstaclesOf(node, pod).length === 0);
  return able.length > 0 ? able : withGpus;
}

const noNodes = (): Finding => ({
  severity: 'error',
  subject: 'placement',
  seen: 'The cluster has no nodes.',
  means: 'The pod stays Pending.',
});

/** The node with the fewest obstacles says what to set. */
function blocked(looked: readonly LookedAt[], { count, resource }: ServerNeeds['gpu']): Finding {
  const [nearest] = looked.toSorted((a, b) => a.obstacles.length - b.obstacles.length);
  const set = Object.assign({}, ...nearest!.obstacles.map((obstacle) => obstacle.set ?? {})) as Record<string, unknown>;
  return {
    severity: 'error',
    subject: 'placement',
    ...(Object.keys(set).length > 0 && { path: Object.keys(set)[0]! }),
    seen: told(looked),
    means: `No node${count > 0 ? ` with ${resource}` : ''} can run the pod: it stays Pending.`,
    ...(Object.keys(set).length > 0 && { set }),
  };
}

const couldRun = (able: readonly ClusterNode[]): Finding => ({
  severity: 'info',
  subject: 'placement',
  seen: `The pod can run on ${counted(able.length, 'node')} (${listed(able.map(({ name }) => name))}), if ${able.length === 1 ? 'it has' : 'they have'} room.`,
});

/** The release's own pods make room for the next ones. */
function roomFindings(
  able: readonly ClusterNode[],
  pods: readonly ClusterPod[],
  namespace: string,
  chart: string,
  { pod, replicas, replicasPath, gpu }: ServerNeeds,
): Finding[] {
  const own = pods.filter((one) => one.namespace === namespace && one.labels['app.kubernetes.io/name'] === chart);
  const room = able.map((node) => ({ node, fit: podsThatFit(freeAmounts(node, pods, own), pod.requests) }));
  const fit = room.reduce((total, one) => total + one.fit, 0);
  const ready = room.filter((one) => one.fit > 0).map(({ node }) => node.name);
  const base = { subject: 'placement' } as const;
  if (fit >= replicas)
    return [
      { ...base, severity: 'info', seen: `The pod has room on ${counted(ready.length, 'node')} (${listed(ready)}).` },
    ];
  const holders = pods.filter(
    (one) =>
      !own.includes(one) &&
      able.some(({ name }) => name === one.node) &&
      (gpu.count === 0 || (one.requests[gpu.resource] ?? 0) > 0),
  );
  const names = holders.map((one) => `${one.namespace}/${one.name}`);
  const by =
    names.length > 0
      ? `${gpu.count > 0 ? `Their ${gpu.resource} are` : 'They are'} requested by ${listed(names)}.`
      : '';
  const nodes = `${counted(able.length, 'node')} (${listed(able.map(({ name }) => name))})`;
  if (fit === 0)
    return [
      {
        ...base,
        severity: 'error',
        seen: [`The pod can run on ${nodes}, and none has room now.`, by].filter(Boolean).join(' '),
        means: 'The pod stays Pending until a pod there ends.',
        do: 'End one of them, add a node, or request less (resources.requests).',
      },
    ];
  return [
    {
      ...base,
      severity: 'warning',
      path: replicasPath,
      seen: [`There is room for ${fit} of ${replicas} pods, on ${listed(ready)}.`, by].filter(Boolean).join(' '),
      means: `${replicas - fit} of them stay Pending.`,
      set: { [replicasPath]: fit },
    },
  ];
}
