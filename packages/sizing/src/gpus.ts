import type { Gpu } from './catalog-types.ts';
import { loadCatalog } from './load-catalog.ts';
import { capabilityNumber } from './plan/versions.ts';

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

/** Memory that nvidia-smi reports, or else the figure on the box, in GiB. */
export function reportedGiB({ memory: { marketingGiB, nvidiaSmiMiB } }: Gpu): number | undefined {
  return nvidiaSmiMiB === undefined ? marketingGiB : nvidiaSmiMiB / 1024;
}

/** The GPUs of a class, by the total that nvidia-smi reports, or else the figure on the box. */
export function gpusOfClass({ minGiB, maxGiB, minComputeCapability }: GpuClass): Gpu[] {
  return gpus.filter((gpu) => {
    const { computeCapability } = gpu;
    const gib = reportedGiB(gpu);
    if (gib === undefined || computeCapability === undefined) return false;
    return (
      gib >= minGiB && gib < maxGiB && capabilityNumber(computeCapability) >= capabilityNumber(minComputeCapability)
    );
  });
}
