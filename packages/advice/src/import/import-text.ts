import type { Entry } from '../values-text.ts';
import { valuesText } from '../values-text.ts';
import type { ServerValues } from './server-values.ts';

/** The values file of an imported server, in the order of the chart. */
export function importText(
  source: string,
  { placed, unplaced, notes }: ServerValues,
  order: readonly string[],
): string {
  const place = ([first, second]: Entry['path']): number => {
    const at = order.indexOf(second === undefined ? first : `${first}.${second}`);
    return at < 0 ? order.indexOf(first) : at;
  };
  const entries = placed.toSorted((one, other) => place(one.path) - place(other.path));
  const header = [`Values for charts/archon-vllm, made by archon import from ${source}.`];
  const left =
    unplaced.length === 0
      ? []
      : [
          'Not in the values:',
          ...unplaced.map(({ what, why }) => oneLine(`- ${why.startsWith(what) ? '' : `${what}: `}${why}`)),
        ];
  return valuesText(header, entries, [...notes, ...(notes.length > 0 && left.length > 0 ? [''] : []), ...left]);
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
