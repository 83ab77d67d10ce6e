/** One kind of GPU resource of a node, and how many pods use. */
interface GpuUsage {
  resource: string;
  total: number;
  allocated: number;
}

/** A node as `cluster status` shows it. */
export interface NodeUsage {
  name: string;
  ready: boolean;
  product?: string;
  gpus: GpuUsage[];
}

interface KubernetesItem {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec: { nodeName?: string; containers?: { resources?: { limits?: Record<string, string> } }[] };
  status: {
    phase?: string;
    allocatable?: Record<string, string>;
    conditions?: { type: string; status: string }[];
  };
}

/** The GPUs of nodes and those that pods use, from the items that `kubectl get nodes,pods -A -o json` prints. */
export function gpuUsage(items: readonly KubernetesItem[]): NodeUsage[] {
  const pods = items.filter(({ kind, status }) => kind === 'Pod' && !['Succeeded', 'Failed'].includes(status.phase!));
  const held = (node: string, resource: string) =>
    pods
      .filter(({ spec }) => spec.nodeName === node)
      .flatMap(({ spec }) => spec.containers ?? [])
      .reduce((sum, { resources }) => sum + Number(resources?.limits?.[resource] ?? 0), 0);
  return items
    .filter(({ kind }) => kind === 'Node')
    .map(({ metadata: { name, labels }, status }) => {
      const product = labels?.['nvidia.com/gpu.product'];
      return {
        name,
        ready: status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True',
        ...(product === undefined ? {} : { product }),
        gpus: Object.entries(status.allocatable ?? {})
          .filter(([resource]) => resource.startsWith('nvidia.com/'))
          .map(([resource, total]) => ({ resource, total: Number(total), allocated: held(name, resource) })),
      };
    });
}
