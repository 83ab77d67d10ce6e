import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { format, resolveConfig } from 'prettier';
import type { HelmEngine } from '@archon/testbed/helm-engine';
import type { Property } from './property.ts';

const folder = join(import.meta.dirname, 'counterexamples');

/** How many cases of each property, and which. */
export interface Run {
  cases: number;
  seed: number;
  /** Called after each case. */
  onCase?: () => void;
}

/** A property that did not hold, with the smallest case that shows it. */
export class BrokenProperty extends Error {
  override name = 'BrokenProperty';
  readonly counterexample: unknown;

  constructor(message: string, counterexample: unknown) {
    super(message);
    this.counterexample = counterexample;
  }
}

/** Tries a property on random cases; throws BrokenProperty with a shrunk counterexample. */
export async function runProperty<Case>(
  property: Property<Case>,
  engine: HelmEngine,
  { cases, seed, onCase }: Run,
): Promise<void> {
  const run = fc.asyncProperty(property.cases, async (one) => {
    await property.check(one, engine);
    onCase?.();
  });
  const details = await fc.check(run, { numRuns: cases, seed });
  if (!details.failed) return;
  const [counterexample] = details.counterexample ?? [];
  const cause = details.errorInstance;
  throw new BrokenProperty(
    `The property "${property.name}" does not hold, after ${details.numRuns} cases of ARCHON_SEED=${seed}:\n` +
      `${cause instanceof Error ? cause.message : String(cause)}\n\n` +
      `The smallest case (${details.numShrinks} steps): ${JSON.stringify(counterexample)}`,
    counterexample,
  );
}

/** The counterexamples that were kept of a property, by file name. */
export function keptCases<Case>({ name }: Property<Case>): [file: string, one: Case][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.startsWith(`${name}.`))
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case]);
}

/** Keeps a counterexample: the tests replay it from then on. Returns its file. */
export async function keepCase<Case>({ name }: Property<Case>, one: unknown, into = folder): Promise<string> {
  mkdirSync(into, { recursive: true });
  const taken = readdirSync(into).filter((file) => file.startsWith(`${name}.`));
  const last = Math.max(0, ...taken.map((file) => Number(file.split('.')[1])));
  const file = join(into, `${name}.${last + 1}.json`);
  const style = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(one), { ...style, parser: 'json' }), { flag: 'wx' });
  return file;
}
