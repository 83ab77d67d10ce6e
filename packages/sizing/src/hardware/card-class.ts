import { isDatacenter } from '../plan/non-torch.ts';

/** Cards that vLLM takes stock of alike: what the eras of the planner ask a compute capability for. */
export const cardClasses = { older: 705, consumer: 806, hopper: 900, blackwell: 1000 } as const;

export type CardClass = keyof typeof cardClasses;

export function cardClass(capability: number): CardClass {
  if (capability < 800) return 'older';
  if (!isDatacenter(capability, 1)) return 'consumer';
  return Math.floor(capability / 100) === 10 ? 'blackwell' : 'hopper';
}
