import type { Bounds, Coefficients } from '../src/plan/coefficients.ts';
import { evaluate } from '../src/plan/evaluate.ts';
import { textsOf } from '../src/plan/verdict.ts';
import { fitCoefficients } from './fit-coefficients.ts';
import { groupOf, resolvedStartUp, type StartUp } from './start-ups.ts';
import { weightedQuantile } from './statistics.ts';

/** A start-up, predicted by a fit that has not seen its group. */
export interface Prediction {
  readonly row: StartUp;
  readonly group: string;
  readonly likely: number;
  readonly low: number;
  readonly high: number;
  readonly fits: boolean | null;
  readonly reasons: readonly string[];
}

/** Of the start-ups that a fit has not seen, so many lie above the lower bound, and as many below the upper one. */
const COVERED = 0.95;
const SHARE = 0.05;
/** No bound is narrower, whatever the data say: restarts of one configuration differ by as much (C053, C054). */
const LEAST = 0.1;
const BARE: Bounds = { below: [0, SHARE], above: [0, SHARE] };

const evaluated = (rows: readonly StartUp[]) =>
  rows.filter(({ use, question }) => (use === 'fit' || use === 'check') && question.weightsGiB !== undefined);

/** Leaves out each group in turn: the coefficients, and the widths of the bounds, come from the others. */
export function crossValidate(rows: readonly StartUp[]): Prediction[] {
  const groups = [...new Set(evaluated(rows).map(groupOf))].sort();
  return groups.flatMap((group) => {
    const others = rows.filter((row) => groupOf(row) !== group);
    const coefficients = fitAll(others);
    return evaluated(rows.filter((row) => groupOf(row) === group)).map((row) => predict(row, coefficients));
  });
}

/** The coefficients, with bounds from leaving out each group of the given rows in turn. */
export function fitAll(rows: readonly StartUp[]): Coefficients {
  const groups = [...new Set(evaluated(rows).map(groupOf))];
  const unseen = groups.flatMap((group) => {
    const coefficients = { ...fitCoefficients(rows.filter((row) => groupOf(row) !== group)), bounds: BARE };
    const held = evaluated(rows.filter((row) => groupOf(row) === group && row.measured.kvCacheGiB !== undefined));
    // each group weighs the same: forty starts of one H100 must not speak for a laptop
    return held.map((row) => ({ row, prediction: predict(row, coefficients), weight: 1 / held.length }));
  });
  const beyond = (distance: (prediction: Prediction, measured: number) => number) =>
    Math.max(
      LEAST,
      weightedQuantile(
        unseen.map(({ row, prediction, weight }) => [distance(prediction, row.measured.kvCacheGiB!), weight]),
        COVERED,
      ),
    );
  const below = beyond(({ low }, measured) => low - measured);
  const above = beyond(({ high }, measured) => measured - high);
  return {
    ...fitCoefficients(rows),
    bounds: { below: [Number(below.toFixed(2)), SHARE], above: [Number(above.toFixed(2)), SHARE] },
  };
}

function predict(row: StartUp, coefficients: Coefficients): Prediction {
  const evaluation = evaluate(resolvedStartUp(row), coefficients);
  const { likely, low, high } = evaluation.counted!.estimate.kvCache;
  return { row, group: groupOf(row), likely, low, high, fits: evaluation.fits, reasons: textsOf(evaluation) };
}
