import { isDatacenter } from '../plan/non-torch.ts';

/** GPUs that vLLM takes stock of alike: what the eras of the planner ask a compute capability for. */
export const gpuFamilies = { older: 705, consumer: 806, hopper: 900, blackwell: 1000 } as const;

export type GpuFamily = keyof typeof gpuFamilies;

/** What holds on each class of GPUs. */
export function byGpuFamily<T>(of: (capability: number) => T): Record<GpuFamily, T> {
  const entries = Object.entries(gpuFamilies).map(([name, capability]) => [name, of(capability)]);
  return Object.fromEntries(entries) as Record<GpuFamily, T>;
}

export function gpuFamily(capability: number): GpuFamily {
  if (capability < 800) return 'older';
  if (!isDatacenter(capability, 1)) return 'consumer';
  return Math.floor(capability / 100) === 10 ? 'blackwell' : 'hopper';
}
