import type { Availability, Release } from './catalog-types.ts';
import { choicesOn, type ReleaseFlag } from './flags.ts';
import { loadCatalog } from './load-catalog.ts';
import { placeOf, releases } from './releases.ts';

/** The choices of a flag over all releases, as a chart can ask them. */
export interface FlagChoices {
  readonly folded?: true;
  readonly choices: Availability;
}

/** The table of all flags that have choices in some release. */
export function flagChoices(): Record<string, FlagChoices> {
  const flags = loadCatalog().flags.filter(({ choices }) => choices);
  return Object.fromEntries(
    flags.map((flag) => [
      flag.name,
      {
        ...(flag.choicesFolded && { folded: true as const }),
        choices: availability(({ version }) => choicesOn(flag, version)),
      },
    ]),
  );
}

/** Lists of choices, one of each release, as the availability of each choice. */
export function availability(choicesOf: (release: Release) => readonly string[] | undefined): Availability {
  const changes: Record<string, string[]> = {};
  let before: readonly string[] = [];
  for (const release of releases) {
    const now = choicesOf(release) ?? [];
    const changed = [
      ...now.filter((choice) => !before.includes(choice)),
      ...before.filter((choice) => !now.includes(choice)),
    ];
    for (const choice of changed) (changes[choice] ??= []).push(release.version);
    before = now;
  }
  return changes;
}

/** The choices of a release of the catalog, sorted. */
export function availableOn(choices: Availability, release: string): string[] {
  const place = placeOf(release)!;
  const isAvailable = (changes: readonly string[]) =>
    changes.filter((since) => placeOf(since)! <= place).length % 2 === 1;
  return Object.keys(choices)
    .filter((choice) => isAvailable(choices[choice]!))
    .sort();
}

/** Values of a flag that a release does not know, as sentences. Numbers too are looked for as they are written. */
export function unknownChoices(
  written: string,
  { flag, choices }: ReleaseFlag,
  values: readonly string[],
  release: string,
): string[] {
  if (!choices) return [];
  const isKnown = (value: string) =>
    NO_VALUE.includes(value) || choices.includes(flag.choicesFolded ? fold(value) : value);
  return values
    .filter((value) => !isKnown(value))
    .map((value) => `${written}: ${unknownChoice(value, choices.toSorted(), release)}`);
}

/** What a chart says of a choice that a release does not know. */
export const unknownChoice = (choice: string, known: readonly string[], release: string): string =>
  `vLLM ${release} does not know ${choice}. It knows ${known.join(', ')}.`;

/** Many flags take these for no value; the catalog does not say which. */
const NO_VALUE = ['', 'None'];

const fold = (value: string): string => value.toLowerCase().replaceAll('-', '_');
