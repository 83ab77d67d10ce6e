import type { Gpu } from '../catalog-types.ts';
import { cudaGiB } from '../cuda-total.ts';
import type { GpuSpec } from './plan-context.ts';
import type { QuestionGpu } from './types.ts';
import { capabilityNumber } from './versions.ts';

const specs = new WeakMap<Gpu, GpuSpec>();

/** A GPU of the catalog, made once. */
export function gpuSpecOf(gpu: Gpu): GpuSpec {
  let spec = specs.get(gpu);
  if (!spec) specs.set(gpu, (spec = fromCatalog(gpu)));
  return spec;
}

function fromCatalog(gpu: Gpu): GpuSpec {
  const total = cudaGiB(gpu);
  return {
    id: gpu.id,
    total: total
      ? { likely: total.likely, low: total.low, high: total.high, basis: total.reason }
      : { likely: NaN, low: NaN, high: NaN, basis: `the memory that CUDA reports on ${gpu.name} is unknown` },
    capability: gpu.computeCapability === undefined ? NaN : capabilityNumber(gpu.computeCapability),
    windows: false,
    unified: gpu.memory.unified === true,
  };
}

/** Xavier, Orin, Thor and GB10: memory shared with the CPU (cudaDeviceProp.integrated). */
const INTEGRATED: readonly number[] = [702, 807, 1001, 1100, 1101, 1201];

export function gpuSpecOfQuestion({ totalGiB, computeCapability }: QuestionGpu): GpuSpec {
  const capability = computeCapability === undefined ? NaN : capabilityNumber(computeCapability);
  return {
    total: { likely: totalGiB, low: totalGiB, high: totalGiB, basis: 'given in the question' },
    capability,
    windows: isWindowsTotal(totalGiB),
    unified: INTEGRATED.includes(capability),
  };
}

/** Windows and WSL report all that nvidia-smi prints, which is nearly what the box says; Linux reports less. */
function isWindowsTotal(gib: number): boolean {
  const sizes = [4, 6, 8, 10, 11, 12, 16, 20, 24, 32, 48];
  return sizes.some((size) => gib > size - 0.17 && gib <= size);
}
