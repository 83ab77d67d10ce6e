import { findGpu } from '@archon/sizing/gpu-parts';
import { describe, expect, it } from 'vitest';
import { clusterState, gpuNode } from '../testing/cluster-state.ts';
import { chooseFromCluster } from './choose-from-cluster.ts';

type State = Parameters<typeof chooseFromCluster>[0];

const chosen = (state: Partial<State> = {}, gpu?: string) => {
  const { entries, ...rest } = chooseFromCluster(clusterState(state), gpu === undefined ? undefined : findGpu(gpu));
  return { ...rest, values: Object.fromEntries(entries.map(({ path, value }) => [path.join('.'), value])) };
};

const labelled = (product: string, more: object = {}) =>
  gpuNode({ labels: { 'nvidia.com/gpu.product': product }, ...more });
const l40s = labelled('NVIDIA-L40S', { name: 'gpu-1', taints: [{ key: 'team', value: 'ml', effect: 'NoExecute' }] });

describe('Values from a cluster', () => {
  it('should have the GPU, the driver and the Ingress class, and leave the rest to the defaults', () => {
    expect(chosen()).toEqual({
      gpu: 'rtx-5070-ti',
      driver: 580,
      values: { 'ingress.className': 'traefik', 'ingress.controller': 'traefik' },
      notes: [],
    });
  });

  it('should choose the node label and the tolerations where other nodes have other GPUs', () => {
    expect(chosen({ nodes: [gpuNode(), l40s] }, 'l40s')).toMatchObject({
      gpu: 'l40s',
      values: {
        nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-L40S' },
        tolerations: [{ key: 'team', operator: 'Exists', effect: 'NoExecute' }],
      },
    });
  });

  it('should list the GPUs where there are several, or none is the one that is named', () => {
    const nodes = [gpuNode(), l40s];
    expect(() => chosen({ nodes })).toThrow(
      'home has several GPUs: set --gpu.\n  It has rtx-5070-ti (gpu-0), l40s (gpu-1).',
    );
    expect(() => chosen({ nodes }, 'l4')).toThrow('No node of home offers NVIDIA L4.');
  });

  it('should say what is missing where no GPU can be read', () => {
    expect(() => chosen({ nodes: [] })).toThrow(/offers an NVIDIA GPU of the catalog/);
    const { nodes: _, ...unread } = clusterState();
    expect(() => chooseFromCluster(unread, undefined)).toThrow('You may not list the nodes of home');
  });

  it('should take a slice as the device plugin names it, and a shared GPU with its resource', () => {
    const slices = { cpu: 8, 'nvidia.com/mig-1g.10gb': 7 };
    expect(chosen({ nodes: [labelled('NVIDIA-H100-80GB-HBM3', { allocatable: slices })] }).gpu).toBe(
      'h100-sxm-mig-1g.10gb',
    );
    const shared = { cpu: 8, 'nvidia.com/gpu.shared': 4 };
    expect(chosen({ nodes: [labelled('NVIDIA-L4', { allocatable: shared })] })).toMatchObject({
      gpu: 'l4-shared',
      values: { 'gpu.resourceName': 'nvidia.com/gpu.shared' },
    });
  });

  it('should request a slice by the name that the nodes give it, with the MIG strategy single too', () => {
    const single = labelled('NVIDIA-H100-80GB-HBM3-MIG-1g.10gb', { allocatable: { cpu: 8, 'nvidia.com/gpu': 7 } });
    expect(chosen({ nodes: [single] })).toMatchObject({
      gpu: 'h100-sxm-mig-1g.10gb',
      values: { 'gpu.resourceName': 'nvidia.com/gpu' },
    });
    const mixed = { cpu: 8, 'nvidia.com/mig-1g.10gb': 7 };
    expect(chosen({ nodes: [labelled('NVIDIA-H100-80GB-HBM3', { allocatable: mixed })] }).values).toMatchObject({
      'gpu.resourceName': 'nvidia.com/mig-1g.10gb',
    });
  });

  it.each([
    ['node.kubernetes.io/disk-pressure', 'NoSchedule'],
    ['node.kubernetes.io/unreachable', 'NoExecute'],
    ['node.cloudprovider.kubernetes.io/uninitialized', 'NoSchedule'],
    ['ToBeDeletedByClusterAutoscaler', 'NoSchedule'],
  ])('should not choose a node with the passing taint %s', (key, effect) => {
    const passing = gpuNode({ name: 'gpu-1', taints: [{ key, effect }] });
    const names = chosen({ nodes: [gpuNode(), passing] });
    expect(names.values).not.toHaveProperty('tolerations');
    expect(() => chosen({ nodes: [passing] })).toThrow(/offers an NVIDIA GPU of the catalog/);
  });

  it('should choose an idle node that an autoscaler would like to remove', () => {
    const idle = gpuNode({ taints: [{ key: 'DeletionCandidateOfClusterAutoscaler', effect: 'PreferNoSchedule' }] });
    expect(chosen({ nodes: [idle] }).values).not.toHaveProperty('tolerations');
  });

  it('should not choose a node whose kubelet is silent', () => {
    expect(() => chosen({ nodes: [gpuNode({ ready: false })] })).toThrow(/offers an NVIDIA GPU of the catalog/);
  });

  it('should tell two GPUs of one label by their memory', () => {
    const both = (memory: string) =>
      gpuNode({ labels: { 'nvidia.com/gpu.product': 'NVIDIA-GeForce-RTX-4060-Ti', 'nvidia.com/gpu.memory': memory } });
    expect(chosen({ nodes: [both('16380')] }).gpu).toBe('rtx-4060-ti-16gb');
    expect(chosen({ nodes: [both('8188')] }).gpu).toBe('rtx-4060-ti-8gb');
  });

  it('should choose the RuntimeClass and the StorageClass where the defaults are not there', () => {
    const [storage] = clusterState().storageClasses!;
    expect(
      chosen({
        runtimeClasses: [{ name: 'nvidia-cdi', handler: 'nvidia', nodeSelector: {}, tolerations: [] }],
        storageClasses: [{ ...storage!, isDefault: false, expands: false }],
        ingressClasses: [],
      }),
    ).toMatchObject({
      values: {
        'gpu.runtimeClassName': 'nvidia-cdi',
        'persistence.storageClassName': 'local-path',
        'ingress.enabled': false,
      },
      notes: [expect.stringContaining('does not expand volumes')],
    });
    expect(chosen({ runtimeClasses: [], storageClasses: [] })).toMatchObject({
      values: { 'gpu.runtimeClassName': '' },
      notes: [expect.stringContaining('no StorageClass')],
    });
  });
});
