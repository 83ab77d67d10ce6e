import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Tells what was measured, and adds it to the JSON file that ARCHON_NODE_FIGURES names. */
export function recordFigures(figures: Record<string, number>): void {
  const rounded = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(1))]));
  console.log(rounded);
  const file = process.env.ARCHON_NODE_FIGURES;
  if (!file) return;
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, `${JSON.stringify({ ...known, ...rounded }, null, 2)}\n`);
}

/** Seconds that something took. */
export async function secondsOf(work: Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work;
  return (performance.now() - begun) / 1000;
}
