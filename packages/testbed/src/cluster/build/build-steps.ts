import { clusterTools, nodeTools, resolveTool, toolFolder } from '../../go/go-tools.ts';
import { crdFolder, crdFolderPath } from '../crds.ts';
import { nodeRoot, resolveRootFilesystem, rootFilesystemFolder } from '../../node/root-filesystem.ts';
import type { RealNodeContent } from '../../node/real-node.ts';
import type { BuildStep } from '../../process/build-once.ts';

/** What `cluster up` needs: the parts of the cluster, and the Helm that its output names. */
export const upTools = [...clusterTools, 'helm4'] as const;
type UpTool = (typeof upTools)[number];

// Seconds of a cold build on two cores, one after the other in this order, and the size of the program in MiB.
// Measured on Linux, amd64; `du -m`.
const costs: Record<UpTool | (typeof nodeTools)[number], [seconds: number, mib: number]> = {
  supervisor: [10, 3],
  etcd: [40, 24],
  'kube-apiserver': [240, 114],
  'kube-scheduler': [20, 78],
  'kube-controller-manager': [80, 101],
  kubectl: [20, 60],
  kwok: [10, 63],
  registry: [1, 6],
  helm4: [20, 64],
  'node-namespace': [1, 5],
  kubelet: [30, 80],
  'kube-proxy': [15, 66],
  'device-plugin': [1, 15],
  pause: [1, 2],
  containerd: [80, 46],
  'containerd-shim-runc-v2': [3, 8],
  'folder-images': [2, 24],
  bridge: [9, 4],
  'host-local': [1, 3],
  loopback: [1, 3],
  coredns: [30, 40],
};

/** The parts of a cluster, in build order; a real node has more. */
export function buildSteps(real?: RealNodeContent): BuildStep[] {
  const tools = [...upTools, ...(real ? nodeTools : [])].map((name): BuildStep => {
    const [seconds, mib] = costs[name];
    return { name, folder: toolFolder(name), seconds, mib, source: 'go' };
  });
  const definitions = { name: 'custom resource definitions', folder: crdFolderPath(), seconds: 0, mib: 1 };
  return [...tools, { ...definitions, source: 'go' }, ...(real ? [nodeRootStep(), ...real.buildSteps()] : [])];
}

const nodeRootStep = (): BuildStep => ({
  name: "the node's root filesystem",
  folder: rootFilesystemFolder(nodeRoot),
  seconds: 70,
  mib: 132,
  source: 'debian',
});

/** Builds the parts of a cluster, where they are missing. */
export function buildCluster(): void {
  for (const tool of upTools) resolveTool(tool);
  crdFolder();
}

/** Builds the parts of a real node, where they are missing; not those of its pods. */
export function buildNode(): void {
  for (const tool of nodeTools) resolveTool(tool);
  resolveRootFilesystem(nodeRoot);
}
