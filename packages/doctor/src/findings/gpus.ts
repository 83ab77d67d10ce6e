import type { Preset } from '@archon/presets';
import { gib } from '@archon/advice/format';
import { planPresetOn, presets } from '@archon/presets';
import { splitPart } from '@archon/sizing/gpu-parts';
import { findRelease } from '@archon/sizing/releases';
import { versionNumber } from '@archon/sizing/versions';
import type { ClusterState } from '../cluster-state.ts';
import { groupBy } from '../group-by.ts';
import type { Needs, ServerNeeds } from '../needs/needs.ts';
import { gpuNodeOf, type GpuNode } from '../nodes/gpu-node.ts';
import { listed, type Finding } from './finding.ts';
import { nodesForPod } from './placement.ts';

/** What the chart and the planner say of the values on one GPU of the catalog. */
export interface GpuVerdict {
  /** Why they cannot run there, a sentence each. */
  readonly refused: readonly string[];
  /** The planner's sentence; undefined where it does not know the model. */
  readonly planned?: { readonly fits: boolean | null; readonly sentence: string };
}

/** What is said of the values on each GPU, by its id. */
export type Verdicts = ReadonlyMap<string, GpuVerdict>;

/** Whether the device plugin offers what the pod requests, and what the GPUs of those nodes mean for the values. */
export function gpuFindings(state: ClusterState, { server }: Needs, verdicts: Verdicts): Finding[] {
  if (!state.nodes || !server || server.gpu.count === 0) return [];
  const { resource, nvidia } = server.gpu;
  if (!state.nodes.some(({ allocatable }) => (allocatable[resource] ?? 0) > 0)) return [notOffered(state, server.gpu)];
  if (!nvidia) return [];
  const nodes = nodesForPod(state, server).map((node) => gpuNodeOf(node, resource));
  const kinds = groupBy(nodes, ({ gpu, product = '' }) => gpu?.id ?? product);
  return [...kinds.values()].flatMap((group) => kindFindings(group, kinds.size, server, verdicts));
}

function notOffered({ nodes = [] }: ClusterState, { resource, nvidia }: ServerNeeds['gpu']): Finding {
  const gpuNodes = nodes.map((node) => gpuNodeOf(node, resource));
  const others = [...new Set(gpuNodes.flatMap(({ offers }) => Object.keys(offers)))];
  const base = { severity: 'error', subject: 'gpus', path: 'gpu.resourceName' } as const;
  const means = 'The pod stays Pending.';
  if (nvidia && others.length > 0)
    return {
      ...base,
      seen: `No node offers ${resource}; offered are ${others.join(', ')}.`,
      means,
      set: { 'gpu.resourceName': others[0]! },
    };
  // labels of node feature discovery and of GPU feature discovery: the device is there
  const known = gpuNodes.filter(
    ({ node, product }) =>
      product !== undefined || node.labels['feature.node.kubernetes.io/pci-10de.present'] === 'true',
  );
  const seen = `No node offers ${resource}.`;
  if (nvidia && known.length > 0)
    return {
      ...base,
      seen: `${seen} By its labels, ${listed(known.map(({ node }) => node.name))} has an NVIDIA GPU.`,
      means,
      do: 'Look at the logs of the NVIDIA device plugin on that node: the driver or the container toolkit is missing, or it does not run there.',
    };
  return {
    ...base,
    seen,
    means,
    do: nvidia
      ? 'Install the NVIDIA device plugin or the GPU operator. A node pool that scales from zero offers none until a pod asks.'
      : 'Install the device plugin of the GPU, or correct gpu.resourceName.',
  };
}

/** The GPUs of the catalog that the pod may get, by id. */
export function gpuIds(state: ClusterState, { server }: Needs): string[] {
  if (!server?.gpu.nvidia) return [];
  const nodes = nodesForPod(state, server).map((node) => gpuNodeOf(node, server.gpu.resource));
  return [...new Set(nodes.flatMap(({ gpu }) => gpu?.id ?? []))];
}

/** The findings for nodes with one kind of GPU. */
function kindFindings(group: readonly GpuNode[], kinds: number, server: ServerNeeds, verdicts: Verdicts): Finding[] {
  const [{ gpu, product }] = group as [GpuNode];
  const names = listed(group.map(({ node }) => node.name));
  const count = group.reduce((total, { node }) => total + (node.allocatable[server.gpu.resource] ?? 0), 0);
  const base = { subject: 'gpus' } as const;
  if (product === undefined)
    return [
      {
        ...base,
        severity: 'info',
        seen: `${names} ${group.length === 1 ? 'offers' : 'offer'} ${count} ${server.gpu.resource}, without labels of GPU feature discovery.`,
        means: 'Whether the model fits and the driver is new enough is unknown.',
        do: 'Install GPU feature discovery, or set gpu.product yourself.',
      },
    ];
  if (!gpu)
    return [
      {
        ...base,
        severity: 'info',
        seen: `${names} ${group.length === 1 ? 'has' : 'have'} ${product}, which Archon's catalog does not have.`,
        means: 'Whether the model fits is unknown.',
      },
    ];
  const where = `${count} x ${gpu.name} on ${names}`;
  return [
    fitFinding(where, group, kinds, server, verdicts.get(gpu.id)),
    ...productFinding(group[0]!, where, kinds, server),
    ...driverFindings(group, kinds, server),
    presetFinding(group[0]!, server),
  ];
}

function fitFinding(
  where: string,
  [first]: readonly GpuNode[],
  kinds: number,
  server: ServerNeeds,
  verdict: GpuVerdict | undefined,
): Finding {
  const base = { subject: 'gpus', path: 'gpu.product', seen: `The cluster has ${where}.` } as const;
  const { refused = [], planned } = verdict ?? {};
  const fitting = presetsOf(first!).map(({ name }) => name);
  const instead = { ...(fitting.length > 0 && !fitting.includes(server.preset) && { set: { preset: fitting[0]! } }) };
  const why = refused[0] ?? (planned?.fits === false ? planned.sentence : undefined);
  if (why !== undefined)
    return {
      ...base,
      // with other GPUs the pod may be lucky
      severity: kinds === 1 ? 'error' : 'warning',
      means: why,
      ...instead,
      ...(instead.set === undefined && { do: `archon values --gpu ${first!.gpu!.id} prints values that fit.` }),
    };
  if (planned?.fits === null) return { ...base, severity: 'warning', means: planned.sentence };
  return { ...base, severity: 'info', ...(planned && { means: planned.sentence }) };
}

/** gpu.product makes the chart itself refuse what does not fit. */
function productFinding({ gpu, product }: GpuNode, where: string, kinds: number, server: ServerNeeds): Finding[] {
  const { whole } = splitPart(gpu!.id);
  const base = { subject: 'gpus', path: 'gpu.product' } as const;
  if (server.gpu.product === '' && kinds === 1)
    return [
      {
        ...base,
        severity: 'info',
        seen: 'gpu.product is not set.',
        means: 'With it the chart refuses values that do not run on this GPU.',
        set: { 'gpu.product': whole },
      },
    ];
  if (server.gpu.product === '' || server.gpu.product === whole) return [];
  return [
    {
      ...base,
      severity: 'warning',
      seen: `The pod can run on ${where}.`,
      means: `The values are checked for gpu.product ${server.gpu.product}, not for this GPU.`,
      set:
        kinds === 1
          ? { 'gpu.product': whole }
          : { nodeSelector: { ...server.pod.nodeSelector, 'nvidia.com/gpu.product': product } },
    },
  ];
}

/** The first release whose image takes the variable: docker/Dockerfile of vLLM 0.17.1. */
const compatibilitySince = '0.17.1';

/** The driver against what the CUDA libraries of the image need. */
function driverFindings(
  group: readonly GpuNode[],
  kinds: number,
  { release, cudaCompatibility }: ServerNeeds,
): Finding[] {
  const needed = release === '' ? undefined : findRelease(release)?.image.minDriver;
  const old = group.filter(({ driver }) => driver !== undefined && needed !== undefined && driver < needed);
  if (old.length === 0) return [];
  const [{ gpu, driverVersion }] = old as [GpuNode];
  // https://docs.nvidia.com/deploy/cuda-compatibility: forward compatibility is for these products
  const professional = gpu?.kind === 'datacenter' || gpu?.kind === 'workstation';
  if (professional && cudaCompatibility) return [];
  const mayHelp = professional && versionNumber(release) >= versionNumber(compatibilitySince);
  return [
    {
      severity: kinds === 1 && old.length === group.length ? 'error' : 'warning',
      subject: 'gpus',
      path: 'image.tag',
      seen: `The driver of ${listed(old.map(({ node }) => node.name))} is ${driverVersion}.`,
      means: `The image of vLLM ${release} needs an NVIDIA driver of branch ${needed} or later: vLLM finds no GPU.`,
      do: mayHelp
        ? `Update the driver. On this GPU the image may also run with its own CUDA libraries: extraEnv: [{ name: VLLM_ENABLE_CUDA_COMPATIBILITY, value: "1" }].`
        : 'Update the driver, or set an older image.',
    },
  ];
}

/** Presets are for whole GPUs. */
const presetsOf = ({ gpu }: GpuNode): Preset[] =>
  presets.filter((preset) => preset.gpus.some(({ id }) => id === gpu?.id));

function presetFinding(node: GpuNode, { preset }: ServerNeeds): Finding {
  const fitting = presetsOf(node);
  const name = node.gpu!.name;
  const texts = fitting.map((one) => {
    const margin = planPresetOn(one, node.gpu!).marginGiB;
    return `${one.name} (${one.model.model.id}${margin == null ? '' : `, ${gib(margin)} GiB to spare`})`;
  });
  const base = { severity: 'info', subject: 'gpus', path: 'preset' } as const;
  if (texts.length === 0)
    return {
      ...base,
      seen: `No preset is for ${name}.`,
      do: `archon values --gpu ${node.gpu!.id} prints values for it.`,
    };
  const seen = `For ${name} ${texts.length === 1 ? 'there is the preset' : 'there are the presets'} ${texts.join(', ')}.`;
  return {
    ...base,
    seen,
    ...(preset !== '' && !fitting.some((one) => one.name === preset) && { set: { preset: fitting[0]!.name } }),
  };
}
