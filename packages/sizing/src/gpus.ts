import type { Gpu } from './catalog-types.ts';
import { loadCatalog } from './load-catalog.ts';

/** Which GPUs a preset is made for. */
export interface GpuClass {
  /** Least reported memory, in GiB, itself included. */
  readonly minGiB: number;
  /** Reported memory of the next class, in GiB, itself excluded. */
  readonly maxGiB: number;
  /** Least compute capability, as `8.0`. */
  readonly minComputeCapability: string;
}

/** The GPUs of the catalog, by id. */
export const gpus: readonly Gpu[] = loadCatalog().gpus;

/** The GPUs of a class, by the total that nvidia-smi reports, or else the figure on the box. */
export function gpusOfClass({ minGiB, maxGiB, minComputeCapability }: GpuClass): Gpu[] {
  return gpus.filter(({ computeCapability, memory }) => {
    const gib = memory.nvidiaSmiMiB === undefined ? memory.marketingGiB : memory.nvidiaSmiMiB / 1024;
    if (gib === undefined || computeCapability === undefined) return false;
    return gib >= minGiB && gib < maxGiB && capability(computeCapability) >= capability(minComputeCapability);
  });
}

/** As a number that orders: 10.0 is more than 8.9. */
function capability(text: string): number {
  const [major = 0, minor = 0] = text.split('.').map(Number);
  return major * 100 + minor;
}
