import type { Entry, ValuePath } from '@archon/advice/values-text';
import type { Gpu } from '@archon/sizing/catalog-types';
import { splitPart } from '@archon/sizing/gpu-parts';
import { ArchonError } from '@archon/values/problem';
import type { ClusterNode, ClusterState } from '../cluster-state.ts';
import { controllerOf } from '../findings/ingress.ts';
import { listed } from '../findings/finding.ts';
import { groupBy } from '../group-by.ts';
import { gpuNodeOf, type GpuNode } from '../nodes/gpu-node.ts';
import { isPassing, tolerationOf, untolerated } from '../nodes/node-fit.ts';

/** What a cluster says of the values: the GPU to plan for, the driver there, and values with their reasons. */
export interface ClusterChoice {
  /** Id of the catalog, with the end of a slice or of a shared GPU. */
  readonly gpu: string;
  /** Branch of the oldest driver on its nodes, as 580; undefined: no label says it. */
  readonly driver?: number;
  readonly entries: readonly Entry[];
  /** What could not be decided. */
  readonly notes: readonly string[];
}

/** Nodes that offer the same. */
interface Offer {
  readonly gpu: Gpu;
  readonly resource: string;
  readonly nodes: readonly GpuNode[];
}

/**
 * Chooses what the cluster decides. `wanted` is the GPU that the user names, where the cluster has several. Throws ArchonError
 * where the nodes are unknown, or have no GPU of the catalog, or several.
 */
export function chooseFromCluster(state: ClusterState, wanted: Gpu | undefined): ClusterChoice {
  const offers = offersOf(state);
  const offer = chosenOffer(offers, wanted, state.server.context);
  const { gpu, nodes, resource } = offer;
  const drivers = nodes.flatMap(({ driver }) => driver ?? []);
  return {
    gpu: gpu.id,
    ...(drivers.length > 0 && { driver: Math.min(...drivers) }),
    entries: [
      ...gpuEntries(state, gpu, resource),
      ...ingressEntries(state),
      ...storageEntries(state),
      ...nodeEntries(offer, offers),
    ],
    notes: [...storageNotes(state), ...unreadNotes(state)],
  };
}

/** By GPU and by what the device plugin calls it: a node may offer slices of several sizes. */
function offersOf({ nodes, server }: ClusterState): Offer[] {
  if (!nodes)
    throw new ArchonError([
      {
        path: '--from-cluster',
        message: `You may not list the nodes of ${server.context}, so the GPU is unknown.`,
        hint: 'archon doctor --rbac prints the ClusterRole that allows it. Or set --gpu without --from-cluster.',
      },
    ]);
  const each = nodes.filter(usable).flatMap((node) =>
    resourcesOf(node).flatMap((resource) => {
      const found = gpuNodeOf(node, resource);
      return found.gpu ? [{ gpu: found.gpu, resource, node: found }] : [];
    }),
  );
  return [...groupBy(each, ({ gpu, resource }) => `${gpu.id} ${resource}`).values()].map((group) => ({
    gpu: group[0]!.gpu,
    resource: group[0]!.resource,
    nodes: group.map(({ node }) => node),
  }));
}

/** Whether pods may come to a node. That an autoscaler would like to remove it does not matter: a pod ends that. */
const usable = (node: ClusterNode): boolean => node.ready && !node.cordoned && !untolerated(node, []).some(isPassing);

const resourcesOf = ({ allocatable }: ClusterNode): string[] =>
  Object.keys(allocatable).filter(
    (name) => /^nvidia\.com\/(gpu(\.shared)?|mig-.*)$/.test(name) && (allocatable[name] ?? 0) > 0,
  );

function chosenOffer(offers: readonly Offer[], wanted: Gpu | undefined, context: string): Offer {
  const list = offers.map(({ gpu, nodes }) => `${gpu.id} (${listed(nodes.map(({ node }) => node.name))})`).join(', ');
  if (offers.length === 0)
    throw new ArchonError([
      {
        path: '--from-cluster',
        message: `No node of ${context} offers an NVIDIA GPU of the catalog with the label nvidia.com/gpu.product.`,
        hint: 'archon doctor says what the nodes offer. Install the device plugin and GPU feature discovery, or set --gpu without --from-cluster.',
      },
    ]);
  const fitting = wanted ? offers.filter(({ gpu }) => gpu.id === wanted.id) : offers;
  if (fitting.length === 0)
    throw new ArchonError([
      { path: '--gpu', message: `No node of ${context} offers ${wanted!.name}.`, hint: `It has ${list}.` },
    ]);
  if (fitting.length > 1)
    throw new ArchonError([
      { path: '--gpu', message: `${context} has several GPUs: set --gpu.`, hint: `It has ${list}.` },
    ]);
  return fitting[0]!;
}

const entry = (path: ValuePath, value: unknown, why: string): Entry => ({ path, value, why });

function gpuEntries({ runtimeClasses }: ClusterState, gpu: Gpu, resource: string): Entry[] {
  const entries: Entry[] = [];
  const slice = splitPart(gpu.id).part.startsWith('-mig-');
  // with the MIG strategy "single" a slice is called nvidia.com/gpu
  if (slice || resource.endsWith('.shared')) {
    const what = slice ? 'a slice' : 'a shared GPU';
    entries.push(entry(['gpu', 'resourceName'], resource, `As the device plugin of the nodes calls ${what}.`));
  }
  if (!runtimeClasses || runtimeClasses.some(({ name }) => name === 'nvidia')) return entries;
  const own = runtimeClasses.find(({ handler }) => handler === 'nvidia');
  return [
    ...entries,
    own
      ? entry(['gpu', 'runtimeClassName'], own.name, 'The RuntimeClass of the cluster for the runtime nvidia.')
      : entry(
          ['gpu', 'runtimeClassName'],
          '',
          'The cluster has no RuntimeClass for NVIDIA: it must be the default runtime of the nodes.',
        ),
  ];
}

/** Tolerations of the nodes, and their label where other nodes have other GPUs, which the plan is not for. */
function nodeEntries({ nodes, gpu }: Offer, offers: readonly Offer[]): Entry[] {
  // The chart tolerates that of the GPUs itself.
  const own = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];
  const taints = nodes.flatMap(({ node }) => untolerated(node, own));
  const tolerations = [...groupBy(taints, ({ key, effect }) => `${key} ${effect}`).values()].map(([taint]) =>
    tolerationOf(taint!),
  );
  const labels = [...new Set(nodes.map(({ product }) => product!))];
  const { whole } = splitPart(gpu.id);
  const others = offers.filter((one) => splitPart(one.gpu.id).whole !== whole);
  return [
    ...(others.length > 0 && labels.length === 1
      ? [
          entry(
            ['nodeSelector'],
            { 'nvidia.com/gpu.product': labels[0]! },
            `The cluster has ${listed([...new Set(others.map((one) => one.gpu.name))])} too; these values are planned for ${gpu.name}.`,
          ),
        ]
      : []),
    ...(tolerations.length > 0
      ? [entry(['tolerations'], tolerations, `Taints of ${listed(nodes.map(({ node }) => node.name))}.`)]
      : []),
  ];
}

function ingressEntries({ ingressClasses, server }: ClusterState): Entry[] {
  if (!ingressClasses || /-gke\./.test(server.version)) return [];
  const [first] = ingressClasses;
  if (!first) return [entry(['ingress', 'enabled'], false, 'The cluster has no IngressClass: nothing would serve it.')];
  const chosen = ingressClasses.find(({ isDefault }) => isDefault) ?? first;
  const which =
    ingressClasses.length === 1
      ? 'The only IngressClass of the cluster.'
      : `${chosen.isDefault ? 'The default IngressClass' : 'The first IngressClass'} of ${listed(ingressClasses.map(({ name }) => name))}.`;
  return [
    entry(['ingress', 'className'], chosen.name, which),
    entry(['ingress', 'controller'], controllerOf(chosen), `Its controller is ${chosen.controller}.`),
  ];
}

function storageEntries({ storageClasses }: ClusterState): Entry[] {
  if (!storageClasses || storageClasses.some(({ isDefault }) => isDefault)) return [];
  const [first] = storageClasses;
  if (!first) return [];
  const which =
    storageClasses.length === 1
      ? 'The only StorageClass of the cluster.'
      : `The first StorageClass of ${listed(storageClasses.map(({ name }) => name))}.`;
  return [entry(['persistence', 'storageClassName'], first.name, `${which} None is the default.`)];
}

function storageNotes({ storageClasses }: ClusterState): string[] {
  if (!storageClasses) return [];
  const chosen = storageClasses.find(({ isDefault }) => isDefault) ?? storageClasses[0];
  if (!chosen)
    return ['The cluster has no StorageClass: create a volume for the claim, or set persistence.enabled to false.'];
  return chosen.expands
    ? []
    : [
        `StorageClass ${chosen.name} does not expand volumes: set persistence.size for all models that you plan to try.`,
      ];
}

function unreadNotes({ missingRights }: ClusterState): string[] {
  const kinds = [...new Set(missingRights.map(({ resource }) => resource))].filter((resource) =>
    ['runtimeclasses', 'storageclasses', 'ingressclasses'].includes(resource),
  );
  return kinds.length > 0 ? [`You may not list ${listed(kinds)}, so their values are the chart's defaults.`] : [];
}
