import { type Gpu, gpus } from '@archon/sizing';
import { nearest } from '@archon/values';
import { ToolError } from '../process/tool-error.ts';

/** A node with GPUs of one kind, as a device plugin and GPU feature discovery describe it. */
export interface GpuNode {
  /** A GPU of the catalog: `rtx-5070-ti`. */
  gpu: string;
  /** Whole GPUs; 1 by default. */
  count?: number;
  /** A MIG profile of that GPU, with `count` instances instead of whole GPUs: `1g.10gb`. */
  mig?: string;
  /** Whether it takes only pods that tolerate `nvidia.com/gpu:NoSchedule`, as many GPU nodes do. */
  taint?: boolean;
}

/** The Node objects for kwok, named gpu-0, gpu-1, …, and one node without a GPU. */
export function nodeObjects(nodes: readonly GpuNode[]): object[] {
  return [nodeObject('cpu-0', {}, {}), ...nodes.map((node, index) => gpuNodeObject(`gpu-${index}`, node))];
}

function gpuNodeObject(name: string, { gpu: id, count = 1, mig, taint }: GpuNode): object {
  const gpu = findGpu(id);
  const profile = mig === undefined ? undefined : findProfile(gpu, mig);
  if (profile && count > profile.maxInstances)
    throw new ToolError(`${gpu.id} has room for ${profile.maxInstances} instances of ${mig}, not for ${count}.`);
  const memoryMiB = gpu.memory.nvidiaSmiMiB ?? (gpu.memory.marketingGiB && gpu.memory.marketingGiB * 1024);
  const [major, minor] = gpu.computeCapability?.split('.') ?? [];
  const labels = {
    'nvidia.com/gpu.present': 'true',
    'nvidia.com/gpu.product': gpu.nodeLabel?.product ?? gpu.name.replaceAll(' ', '-'),
    'nvidia.com/gpu.count': String(profile ? 1 : count),
    ...(memoryMiB === undefined ? {} : { 'nvidia.com/gpu.memory': String(memoryMiB) }),
    ...(major && minor ? { 'nvidia.com/gpu.compute.major': major, 'nvidia.com/gpu.compute.minor': minor } : {}),
    'nvidia.com/mig.capable': String(gpu.mig !== undefined),
  };
  const taints = taint ? [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] : undefined;
  return nodeObject(name, labels, { [profile?.resource ?? 'nvidia.com/gpu']: String(count) }, taints);
}

function nodeObject(
  name: string,
  labels: Record<string, string>,
  gpuResources: Record<string, string>,
  taints?: object[],
): object {
  const resources = { cpu: '64', memory: '512Gi', 'ephemeral-storage': '1Ti', pods: '110', ...gpuResources };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...labels },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: taints ? { taints } : {},
    status: { capacity: resources, allocatable: resources },
  };
}

/** Reads `rtx-5070-ti`, `h100-sxm=8`, `a100-80gb-sxm=7:mig-1g.10gb` or any of them with `:taint` at the end. */
export function parseGpuNode(text: string): GpuNode {
  const [kind = '', ...options] = text.split(':');
  const [gpu = '', count = '1', ...surplus] = kind.split('=');
  if (!/^[1-9]\d?$/.test(count) || surplus.length > 0)
    throw new ToolError(`--node ${text}: "${[count, ...surplus].join('=')}" is not a number of GPUs (1 to 99).`);
  const node: GpuNode = { gpu: findGpu(gpu).id, count: Number(count) };
  for (const option of options) {
    if (option === 'taint') node.taint = true;
    else if (option.startsWith('mig-')) node.mig = findProfile(findGpu(gpu), option.slice('mig-'.length)).profile;
    else throw new ToolError(unknownOption(text, option, findGpu(gpu)));
  }
  nodeObjects([node]); // refuses what does not fit
  return node;
}

/** The text that parseGpuNode reads as that node. */
export function formatGpuNode({ gpu, count = 1, mig, taint }: GpuNode): string {
  return `${gpu}${count === 1 ? '' : `=${count}`}${mig === undefined ? '' : `:mig-${mig}`}${taint ? ':taint' : ''}`;
}

function unknownOption(text: string, option: string, gpu: Gpu): string {
  const known = ['taint', ...(gpu.mig ?? []).map(({ profile }) => `mig-${profile}`)];
  const guess = nearest(option, known);
  return (
    `--node ${text}: "${option}" is neither "taint" nor a MIG profile such as "mig-1g.10gb".` +
    (guess === undefined ? '' : ` Did you mean "${guess}"?`)
  );
}

function findGpu(id: string): Gpu {
  const gpu = gpus.find((each) => each.id === id);
  if (gpu) return gpu;
  const known = gpus.map((each) => each.id);
  const guess = nearest(id, known);
  const hint = guess
    ? `Did you mean "${guess}"?`
    : `It has ${known.slice(0, 5).join(', ')} and ${known.length - 5} more.`;
  throw new ToolError(`The catalog has no GPU "${id}". ${hint} All are in packages/sizing/catalog/gpus.`);
}

function findProfile(gpu: Gpu, profile: string) {
  const found = gpu.mig?.find((each) => each.profile === profile);
  if (found) return found;
  const known = gpu.mig?.map((each) => each.profile).join(', ');
  throw new ToolError(
    known ? `${gpu.id} has no MIG profile "${profile}"; it has ${known}.` : `${gpu.id} cannot be divided by MIG.`,
  );
}
