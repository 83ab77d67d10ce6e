import type { Gpu } from './catalog-types.ts';
import { gpus } from './gpus.ts';

/** A part of a GPU: a MIG slice with memory of its own, or a GPU that several pods share. */
export interface GpuPart extends Gpu {
  readonly part: MigSlice | 'shared';
}

/** Memory of a slice as CUDA reports it, in GiB. */
interface MigSlice {
  readonly profile: string;
  readonly likely: number;
  readonly low: number;
  readonly high: number;
  readonly basis: string;
}

const byId = new Map(gpus.map((gpu) => [gpu.id, gpu]));
const parts = new Map<string, GpuPart | undefined>();

/**
 * The entry of an id: `h100-sxm`, a slice of it (`h100-sxm-mig-1g.10gb`) or a GPU that pods share (`h100-sxm-shared`). The
 * ends are those of the node label nvidia.com/gpu.product.
 */
export function findGpu(id: string): Gpu | undefined {
  const whole = byId.get(id);
  if (whole) return whole;
  if (!parts.has(id)) parts.set(id, findPart(id));
  return parts.get(id);
}

/** The two ends of a name: `NVIDIA-A100-SXM4-40GB` and `-MIG-1g.5gb`. */
export function splitPart(name: string): { readonly whole: string; readonly part: string } {
  const [, whole = name, part = ''] = /^(.*?)(-shared|-mig-\d+g\.\d+gb(?:\.me)?(?:-shared)?)$/i.exec(name) ?? [];
  // what several pods share is shared, whether it is a slice or not
  return { whole, part: /-shared$/i.test(part) ? '-shared' : part.toLowerCase() };
}

/** The part of a GPU that a resource of the device plugin is, as the end of an id; empty: it is whole. */
export function partOfResource(resource: string): string {
  if (/^nvidia\.com\/.*\.shared$/.test(resource)) return '-shared';
  const profile = /^nvidia\.com\/mig-(\d+g\.\d+gb)(\.me)?$/.exec(resource)?.[1];
  return profile ? `-mig-${profile}` : '';
}

function findPart(id: string): GpuPart | undefined {
  const { whole, part } = splitPart(id);
  const gpu = gpus.find((one) => one.id === whole);
  if (!gpu || part === '') return undefined;
  if (part === '-shared') return { ...gpu, id, name: `${gpu.name}, shared`, part: 'shared' };
  const slice = sliceOf(gpu, part.slice('-mig-'.length).replace(/\.me$/, ''));
  return slice && { ...gpu, id, name: `${gpu.name}, MIG ${slice.profile}`, part: slice };
}

/**
 * Where the memory of an instance was not seen, by its share in eighths: A100 and A30 give 0.95 to 0.98 of that share,
 * H100 up to 0.99.
 */
function sliceOf({ mig = [], memory }: Gpu, profile: string): MigSlice | undefined {
  const found = mig.find((one) => one.profile === profile);
  if (!found) return undefined;
  if (found.memoryMiB !== undefined) {
    const gib = found.memoryMiB / 1024;
    return { profile, likely: gib, low: gib - 0.06, high: gib + 0.02, basis: `a MIG slice of ${found.memoryMiB} MiB` };
  }
  const [gb, all] = [gigabytes(profile), Math.max(...mig.map((one) => gigabytes(one.profile)))];
  const share = Math.round((8 * gb) / all) / 8;
  const most = (share * (memory.nvidiaSmiMiB ?? NaN)) / 1024;
  const basis = `a MIG slice of about ${8 * share}/8 of the GPU`;
  return { profile, likely: most * 0.97, low: most * 0.95, high: most, basis };
}

const gigabytes = (profile: string): number => Number(/(\d+)gb$/.exec(profile)?.[1]);
