/** Divided by, because 2300 / 1000 is 2.3 and 2300 * 0.001 is not. */
const divisors: Record<string, number> = { n: 1e9, u: 1e6, m: 1e3 };

const factors: Record<string, number> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity (`24Gi`, `500m`, `1e9`, 8) as a number; NaN when it is none. */
export function bytesOf(quantity: string | number): number {
  const match = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(String(quantity));
  if (!match) return Number.NaN;
  const [, number, suffix = ''] = match;
  return suffix in divisors ? Number(number) / divisors[suffix]! : Number(number) * factors[suffix]!;
}
