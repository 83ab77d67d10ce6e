import { findFlag, flagOfKey } from '@archon/sizing/flags';
import { isRecord } from '@archon/values/is-record';
import { chart, resolved, typesOf, type ValueSchema } from './chart-data.ts';

/** A value of the chart, as a field shows it. */
export interface ValueRow {
  readonly path: readonly string[];
  readonly description: string;
  /** How it is typed: a choice, true or false, a number, a text, or JSON. */
  readonly kind: 'choice' | 'boolean' | 'number' | 'text' | 'json';
  readonly choices?: readonly string[];
  readonly example?: unknown;
  /** That of the chart; left out: none. */
  readonly standard?: unknown;
}

/** All values of the chart, a map by its keys; engine values with the choices of a release. */
export function valueRows(release: string): ValueRow[] {
  return rowsOf(chart.schema, [], release);
}

function rowsOf(schema: ValueSchema, path: readonly string[], release: string): ValueRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const one = resolved(child);
    const below = [...path, key];
    // deeper maps are one value, as the files have them
    return one.properties && below.length < 3 ? rowsOf(one, below, release) : [rowOf(one, below, release)];
  });
}

function rowOf(schema: ValueSchema, path: readonly string[], release: string): ValueRow {
  const { description = '', examples, default: standard } = schema;
  const choices = choicesOf(schema, path, release);
  const [type, ...others] = typesOf(schema);
  const plain: Readonly<Record<string, ValueRow['kind']>> = {
    boolean: 'boolean',
    integer: 'number',
    number: 'number',
    string: 'text',
  };
  const alone = others.every((other) => other === 'string');
  return {
    path,
    description,
    kind: choices ? 'choice' : alone && type !== undefined ? (plain[type] ?? 'json') : 'json',
    ...(choices && { choices }),
    ...(examples?.length && { example: examples[0] }),
    ...(standard !== undefined && !(isRecord(standard) && Object.keys(standard).length === 0) && { standard }),
  };
}

/** Values to choose from: those of the schema, or those that the release of vLLM takes. */
function choicesOf(
  schema: ValueSchema,
  [section, key, ...deeper]: readonly string[],
  release: string,
): readonly string[] | undefined {
  const known = schema.enum?.filter((value) => typeof value === 'string');
  const flag =
    section === 'engine' && key !== undefined && deeper.length === 0 ? findFlag(flagOfKey(key), release) : undefined;
  const taken = typesOf(schema).includes('string') ? flag?.choices : undefined;
  if (taken === undefined) return known;
  return known ? known.filter((value) => taken.includes(value)) : taken;
}
