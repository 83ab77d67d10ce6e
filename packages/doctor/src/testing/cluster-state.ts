import type { ClusterNode, ClusterState } from '../cluster-state.ts';

/** A node with one GPU of a product label, large enough for every preset. */
export function gpuNode(more: Partial<ClusterNode> = {}): ClusterNode {
  return {
    name: 'gpu-0',
    labels: {
      'nvidia.com/gpu.product': 'NVIDIA-GeForce-RTX-5070-Ti',
      'nvidia.com/gpu.memory': '16303',
      'nvidia.com/cuda.driver-version.major': '580',
      'nvidia.com/cuda.driver-version.full': '580.65.06',
    },
    taints: [],
    allocatable: { cpu: 32, memory: 128 * 2 ** 30, pods: 110, 'nvidia.com/gpu': 1 },
    ready: true,
    cordoned: false,
    ...more,
  };
}

/** A cluster that lacks nothing that the chart's defaults need, with one GPU of the default preset. */
export function clusterState(more: Partial<ClusterState> = {}): ClusterState {
  return {
    server: { version: 'v1.37.2', address: 'https://127.0.0.1:6443', context: 'home' },
    apis: ['gateway.networking.k8s.io/v1/HTTPRoute', 'keda.sh/v1alpha1/ScaledObject'],
    nodes: [gpuNode()],
    pods: [],
    runtimeClasses: [{ name: 'nvidia', handler: 'nvidia', nodeSelector: {}, tolerations: [] }],
    storageClasses: [
      {
        name: 'local-path',
        provisioner: 'rancher.io/local-path',
        isDefault: true,
        expands: true,
        bindingMode: 'WaitForFirstConsumer',
      },
    ],
    csiDrivers: [],
    ingressClasses: [{ name: 'traefik', controller: 'traefik.io/ingress-controller', isDefault: true }],
    priorityClasses: ['system-node-critical'],
    namespace: { name: 'archon-system', exists: true, labels: {}, quotas: [], limits: [] },
    objects: new Map(),
    missingRights: [],
    ...more,
  };
}
