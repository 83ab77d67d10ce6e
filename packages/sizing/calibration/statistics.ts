export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The least value that has at least this share of the weight at or below it. */
export function weightedQuantile(values: readonly (readonly [value: number, weight: number])[], share: number): number {
  const sorted = values.toSorted(([a], [b]) => a - b);
  const whole = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let below = 0;
  for (const [value, weight] of sorted) {
    below += weight;
    if (below >= share * whole - 1e-9) return value;
  }
  return sorted.at(-1)?.[0] ?? 0;
}
