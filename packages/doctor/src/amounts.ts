import { bytesOf } from '@archon/values';
import type { Amounts } from './cluster-state.ts';

/** Quantities of Kubernetes as numbers: cores, bytes, devices. What is null is left out. */
export function amountsOf(quantities: Readonly<Record<string, unknown>> | null | undefined): Amounts {
  const given = Object.entries(quantities ?? {}).filter(([, one]) => one !== null && one !== undefined);
  return Object.fromEntries(given.map(([name, one]) => [name, bytesOf(one as string | number)]));
}

/** The sum of each resource. */
export function sum(all: readonly Amounts[]): Amounts {
  return combine(all, (a, b) => a + b);
}

/** The higher of each resource. */
export function highest(all: readonly Amounts[]): Amounts {
  return combine(all, Math.max);
}

function combine(all: readonly Amounts[], join: (a: number, b: number) => number): Amounts {
  const result: Record<string, number> = {};
  for (const amounts of all)
    for (const [name, amount] of Object.entries(amounts)) result[name] = join(result[name] ?? 0, amount);
  return result;
}

/** `24Gi`, `500m`: an amount as one writes it in Kubernetes. */
export function quantity(resource: string, amount: number): string {
  if (resource.endsWith('cpu')) return Number.isInteger(amount) ? String(amount) : `${Math.round(amount * 1000)}m`;
  if (!/memory$|storage$|hugepages/.test(resource)) return String(amount);
  const unit = amount >= 2 ** 30 ? 2 ** 30 : 2 ** 20;
  const figure = Math.floor((amount / unit) * 10) / 10;
  return `${figure}${unit === 2 ** 30 ? 'Gi' : 'Mi'}`;
}
