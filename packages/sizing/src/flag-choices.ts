import type { Flag } from './catalog-types.ts';
import { loadCatalog } from './load-catalog.ts';
import { placeOf } from './position-in.ts';
import { turns, unknownWord, type WordTurns } from './word-turns.ts';

/** The choices of a flag over all releases, as a chart can ask them. */
export interface FlagChoices {
  readonly folded?: true;
  readonly words: WordTurns;
}

/** The values that a catalogued release takes for a flag; undefined where nothing is known, or any is taken. */
export function choicesOn(flag: Flag, release: string): readonly string[] | undefined {
  const place = placeOf(release);
  if (place === undefined) return undefined;
  return flag.choices?.findLast(({ from }) => placeOf(from)! <= place)?.values;
}

/** Values of a flag that a release does not know, as sentences. Numbers too are looked for as they are written. */
export function unknownChoices(written: string, flag: Flag, values: readonly string[], release: string): string[] {
  const choices = choicesOn(flag, release)?.toSorted();
  if (!choices) return [];
  const isKnown = (value: string) =>
    noValue.includes(value) || choices.includes(flag.choicesFolded ? fold(value) : value);
  return values
    .filter((value) => !isKnown(value))
    .map((value) => `${written}: ${unknownWord(value, choices, release)}`);
}

/** The table of all flags that have choices in some release. */
export function flagChoices(): Record<string, FlagChoices> {
  const flags = loadCatalog().flags.filter(({ choices }) => choices);
  return Object.fromEntries(
    flags.map((flag) => [
      flag.name,
      {
        ...(flag.choicesFolded && { folded: true as const }),
        words: turns(({ version }) => choicesOn(flag, version)),
      },
    ]),
  );
}

/** Many flags take these for no value; the catalog does not say which. */
const noValue = ['', 'None'];

const fold = (value: string): string => value.toLowerCase().replaceAll('-', '_');
