import type { Gpu } from '../catalog-types.ts';
import { cudaGiB } from '../cuda-total.ts';
import type { Card } from './situation.ts';
import type { QuestionGpu } from './types.ts';
import { capabilityNumber } from './versions.ts';

const cards = new WeakMap<Gpu, Card | undefined>();

/** A card of the catalog, made once; undefined: its memory is not known. */
export function cardOfGpu(gpu: Gpu): Card | undefined {
  if (!cards.has(gpu)) cards.set(gpu, fromCatalog(gpu));
  return cards.get(gpu);
}

function fromCatalog(gpu: Gpu): Card | undefined {
  const total = cudaGiB(gpu);
  return (
    total && {
      id: gpu.id,
      total: { likely: total.likely, low: total.low, high: total.high, basis: total.reason },
      capability: gpu.computeCapability === undefined ? NaN : capabilityNumber(gpu.computeCapability),
      windows: false,
      unified: gpu.memory.unified === true,
    }
  );
}

export function cardOfQuestion({ totalGiB, computeCapability }: QuestionGpu): Card {
  return {
    total: { likely: totalGiB, low: totalGiB, high: totalGiB, basis: 'given in the question' },
    capability: computeCapability === undefined ? NaN : capabilityNumber(computeCapability),
    windows: isWindowsTotal(totalGiB),
    unified: false,
  };
}

/** Windows and WSL report all that nvidia-smi prints, which is nearly what the box says; Linux reports less. */
function isWindowsTotal(gib: number): boolean {
  const sizes = [4, 6, 8, 10, 11, 12, 16, 20, 24, 32, 48];
  return sizes.some((size) => gib > size - 0.17 && gib <= size);
}
