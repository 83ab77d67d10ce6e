/**
 * Evaluates the planner on start-ups that it was not fitted on, as it was when they were added and as it is now.
 *
 *   npx tsx packages/sizing/calibration/fresh.ts           prints the tables
 *   npx tsx packages/sizing/calibration/fresh.ts --rows    prints each start-up
 */
import { fileURLToPath } from 'node:url';
import type { Coefficients } from '../src/plan/coefficients.ts';
import { CLASSES, freshStartUps, plannedOf, type FreshStartUp, type Planned } from './fresh-start-ups.ts';
import { mean, median } from './statistics.ts';

export interface Evaluated {
  readonly startUp: FreshStartUp;
  readonly said: Planned;
}

/** What is said of some start-ups together. Errors and widths are over those whose cache was printed and predicted. */
export interface FreshScore {
  readonly startUps: number;
  readonly compared: number;
  readonly medianGiB: number;
  readonly meanGiB: number;
  readonly covered: number;
  readonly medianWidthGiB: number;
  /** "fits" of one that failed. */
  readonly falseFits: readonly string[];
  /** "does not fit" of one that started. */
  readonly falseRefusals: readonly string[];
  readonly started: number;
  /** Started, and the answer is "fits" or "does not fit". */
  readonly answered: number;
}

/** Logs round to 0.01 GiB. */
const ROUNDING = 0.006;

/** As the planner was when each start-up was added, or as it is. */
export const evaluated = (when: 'then' | 'now', coefficients?: Coefficients): Evaluated[] =>
  freshStartUps.map((startUp) => ({
    startUp,
    said: when === 'then' ? startUp.planned : plannedOf(startUp.question, coefficients),
  }));

export function scoreOf(some: readonly Evaluated[]): FreshScore {
  const compared = some.filter(({ startUp, said }) => startUp.truth.kvGiB !== undefined && said.kvCacheGiB !== null);
  const errors = compared.map(({ startUp, said }) => Math.abs(said.kvCacheGiB! - startUp.truth.kvGiB!));
  const ids = (starts: boolean, fits: boolean) =>
    some.filter(({ startUp, said }) => startUp.truth.starts === starts && said.fits === fits).map((e) => e.startUp.id);
  const started = some.filter(({ startUp }) => startUp.truth.starts);
  return {
    startUps: some.length,
    compared: compared.length,
    medianGiB: median(errors),
    meanGiB: mean(errors),
    covered: compared.filter(isBetweenBounds).length,
    medianWidthGiB: median(compared.map(({ said }) => said.high! - said.low!)),
    falseFits: ids(false, true),
    falseRefusals: ids(true, false),
    started: started.length,
    answered: started.filter(({ said }) => said.fits !== null).length,
  };
}

function isBetweenBounds({ startUp, said }: Evaluated): boolean {
  const measured = startUp.truth.kvGiB!;
  return measured >= said.low! - ROUNDING && measured <= said.high! + ROUNDING;
}

export function freshTable(some: readonly Evaluated[]): string[] {
  const rows = CLASSES.map(([name, has]) => [name, some.filter(({ startUp }) => has(startUp))] as const);
  return [
    '| start-ups | n | median error | mean error | between the bounds | median width | false "fits" | false "does not fit" | answered, of those that started |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...[['**all**', some] as const, ...rows].map(([name, part]) => {
      const s = scoreOf(part);
      const errors = `${gib(s.medianGiB)} | ${gib(s.meanGiB)} | ${s.covered} of ${s.compared} | ${gib(s.medianWidthGiB)}`;
      return `| ${name} | ${s.startUps} | ${errors} | ${s.falseFits.length} | ${s.falseRefusals.length} | ${s.answered} of ${s.started} |`;
    }),
  ];
}

const gib = (value: number) => (Number.isNaN(value) ? 'none' : `${value.toFixed(2)} GiB`);

function rowLines(): string[] {
  return evaluated('now').map(({ startUp: { id, cls, truth }, said }) => {
    const bounds = said.kvCacheGiB === null ? 'no figure' : `${said.kvCacheGiB} (${said.low} to ${said.high})`;
    return `${id}  ${cls.padEnd(13)} ${truth.starts ? 'starts' : 'fails '}  fits: ${String(said.fits).padEnd(5)}  printed ${truth.kvGiB ?? '-'}, planned ${bounds}`;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lines = process.argv.includes('--rows')
    ? rowLines()
    : ['When they were added:', ...freshTable(evaluated('then')), '', 'Now:', ...freshTable(evaluated('now'))];
  console.log(lines.join('\n'));
}
