import { isDatacenter } from '../plan/non-torch.ts';

/** GPUs on which vLLM counts memory alike since the chart counts it (COUNTED_FROM): the compute capability that speaks for each family. */
export const gpuFamilies = { consumer: 806, hopper: 900, blackwell: 1000 } as const;

export type GpuFamily = keyof typeof gpuFamilies;

/** Asks for each family. */
export function byGpuFamily<T>(of: (capability: number) => T): Record<GpuFamily, T> {
  const entries = Object.entries(gpuFamilies).map(([name, capability]) => [name, of(capability)]);
  return Object.fromEntries(entries) as Record<GpuFamily, T>;
}

export function gpuFamily(capability: number): GpuFamily {
  if (!isDatacenter(capability, 1)) return 'consumer';
  return Math.floor(capability / 100) === 10 ? 'blackwell' : 'hopper';
}
