import { type Gpu, gpus } from '@archon/sizing';
import type { FakeNode, FakeNodeReader } from '@archon/testbed/fake-nodes';
import { ToolError } from '@archon/testbed/tool-error';
import { nearest } from '@archon/values';

/** Fake nodes with GPUs of the catalog, as a device plugin and GPU feature discovery describe them. */
export const gpuNodes: FakeNodeReader = {
  parse: gpuNode,
  // The GPU of the chart's default preset.
  defaults: [gpuNode('rtx-5070-ti')],
  help: `A node is <gpu>[=<count>][:mig-<profile>][:taint], with a GPU of packages/sizing/catalog/gpus: its product label and
memory; so many GPUs, or instances of a MIG profile; and whether it takes only pods that tolerate nvidia.com/gpu.`,
};

/** Reads `rtx-5070-ti`, `h100-sxm=8`, `a100-80gb-sxm=7:mig-1g.10gb` or any of them with `:taint` at the end. */
function gpuNode(text: string): FakeNode {
  const [kind = '', ...options] = text.split(':');
  const [id = '', count = '1', ...surplus] = kind.split('=');
  if (!/^[1-9]\d?$/.test(count) || surplus.length > 0)
    throw new ToolError(`--node ${text}: "${[count, ...surplus].join('=')}" is not a number of GPUs (1 to 99).`);
  const gpu = findGpu(id);
  let profile: ReturnType<typeof findProfile> | undefined;
  let taint = false;
  for (const option of options) {
    if (option === 'taint') taint = true;
    else if (option.startsWith('mig-')) profile = findProfile(gpu, option.slice('mig-'.length));
    else throw new ToolError(unknownOption(text, option, gpu));
  }
  if (profile && Number(count) > profile.maxInstances)
    throw new ToolError(
      `${gpu.id} has room for ${profile.maxInstances} instances of ${profile.profile}, not for ${count}.`,
    );
  const mig = profile ? `:mig-${profile.profile}` : '';
  return {
    text: `${gpu.id}${count === '1' ? '' : `=${count}`}${mig}${taint ? ':taint' : ''}`,
    labels: labelsOf(gpu, profile ? '1' : count),
    resources: { [profile?.resource ?? 'nvidia.com/gpu']: count },
    ...(taint && { taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] }),
  };
}

function labelsOf(gpu: Gpu, count: string): Record<string, string> {
  const memoryMiB = gpu.memory.nvidiaSmiMiB ?? (gpu.memory.marketingGiB && gpu.memory.marketingGiB * 1024);
  const [major, minor] = gpu.computeCapability?.split('.') ?? [];
  return {
    'nvidia.com/gpu.present': 'true',
    'nvidia.com/gpu.product': gpu.nodeLabel?.product ?? gpu.name.replaceAll(' ', '-'),
    'nvidia.com/gpu.count': count,
    ...(memoryMiB === undefined ? {} : { 'nvidia.com/gpu.memory': String(memoryMiB) }),
    ...(major && minor ? { 'nvidia.com/gpu.compute.major': major, 'nvidia.com/gpu.compute.minor': minor } : {}),
    'nvidia.com/mig.capable': String(gpu.mig !== undefined),
  };
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
