import { isDatacenter } from '../plan/non-torch.ts';

/** Cards that vLLM takes stock of alike: what the eras of the planner ask a compute capability for. */
export const cardClasses = { older: 705, consumer: 806, hopper: 900, blackwell: 1000 } as const;

export type CardClass = keyof typeof cardClasses;

/** What holds on each class of cards. */
export function byCardClass<T>(of: (capability: number) => T): Record<CardClass, T> {
  const entries = Object.entries(cardClasses).map(([name, capability]) => [name, of(capability)]);
  return Object.fromEntries(entries) as Record<CardClass, T>;
}

export function cardClass(capability: number): CardClass {
  if (capability < 800) return 'older';
  if (!isDatacenter(capability, 1)) return 'consumer';
  return Math.floor(capability / 100) === 10 ? 'blackwell' : 'hopper';
}
