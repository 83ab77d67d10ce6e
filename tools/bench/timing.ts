/** Something to time. */
export interface Contender {
  name: string;
  /** Runs once. What it returns, if anything, is the time in ms; else the whole call is timed. */
  run: () => number | void;
}

/** Runs every contender once per round, so that a slow moment of the machine affects all of them; returns times in ms. */
export function interleave(
  contenders: Contender[],
  rounds: number,
  now = () => performance.now(),
): Map<string, number[]> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (const { run } of contenders) run(); // fills caches
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of rotate(contenders, round)) {
      const start = now();
      const own = run();
      times.get(name)!.push(own ?? now() - start);
    }
  }
  return times;
}

/** The medians of `interleave`, by name. */
export function medians(contenders: Contender[], rounds: number): (name: string) => number {
  const times = interleave(contenders, rounds);
  return (name) => median(times.get(name) ?? []);
}

/** The middle of the values; between the two middle ones when their number is even. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new RangeError('there is no median of an empty list');
  return (low + high) / 2;
}

// None always runs after the same one.
function rotate<T>(items: T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
