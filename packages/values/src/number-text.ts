import { isRecord } from './is-record.ts';
import { type Schema } from './schema.ts';

const FACTORS: Record<string, number> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
};

/**
 * The number that a text means, as vLLM reads it: `0.9`, `32k` (32,000), `25.6k`, `32K` (32,768). Undefined: none. The
 * chart reads it with the named template `number`.
 */
export function numberOf(text: string): number | undefined {
  const [, figure, unit] = /^(-?\d*\.?\d+)([kKmMgGtT]?)$/.exec(text) ?? [];
  if (figure === undefined) return undefined;
  if (unit === '') return Number(figure);
  // 4.35 * 1000 is not 4350
  return Math.floor(Number((Number(figure) * FACTORS[unit!]!).toPrecision(15)));
}

/** A merged value: where the schema takes text for a number (`x-number`), it is the number; in a map, fractions are. */
export function asNumber(schema: Schema, value: unknown): unknown {
  if (schema['x-number'] !== true) return value;
  if (typeof value !== 'string') return withFractions(value);
  return value === 'auto' ? -1 : (numberOf(value) ?? value);
}

/** As JSON writes it, and short enough for every reader. */
const FRACTION = /^-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}$/;

/** Text is a number where it is a fraction as `4.0`: Helm's --set makes a number of `4`, but text of that. */
function withFractions(value: unknown): unknown {
  if (typeof value === 'string') return FRACTION.test(value) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(withFractions);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withFractions(one)]));
}

/** The types of a value once it is merged. */
export function mergedTypes(schema: Schema): string[] {
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  return schema['x-number'] === true ? types.filter((type) => type !== 'string') : types;
}
