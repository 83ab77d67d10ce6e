import { alike } from './alike.ts';
import type { Availability, Flag, Release } from './catalog-types.ts';
import { choicesOn, type ReleaseFlag } from './flags.ts';
import { loadCatalog } from './load-catalog.ts';
import { placeOf, releases } from './releases.ts';

/** The choices of a flag over all releases, as a chart can ask them. */
export type FlagChoices = {
  readonly folded?: true;
  readonly choices: Availability;
  /** The first release that plugins may add choices to, so that only one that looks misspelt is refused. */
  readonly open?: string;
};

/** The table of all flags that have choices in some release. */
export function flagChoices(): Record<string, FlagChoices> {
  const { flags, names } = loadCatalog();
  const listed = flags.filter(({ name, choices }) => choices ?? names.openChoices[name]);
  return Object.fromEntries(listed.map((flag) => [flag.name, choicesOfFlag(flag)]));
}

/** The choices of a flag: what vLLM's parser takes; where it takes any text, what the release itself has. */
export function choicesOfFlag(flag: Flag): FlagChoices {
  const open = releases.find(({ version }) => !choicesOn(flag, version) && openChoicesOn(flag, version).length > 0);
  return {
    ...(flag.choicesFolded && { folded: true as const }),
    ...(open && { open: open.version }),
    choices: availability(({ version }) => choicesOn(flag, version) ?? openChoicesOn(flag, version)),
  };
}

const openChoicesOn = ({ name }: Flag, release: string): string[] =>
  availableOn(loadCatalog().names.openChoices[name] ?? {}, release);

/** Lists of choices, one of each release of the catalog, as the availability of each choice. */
export const availability = (choicesOf: (release: Release) => readonly string[] | undefined): Availability =>
  availabilityIn(releases.map((release) => [release.version, choicesOf(release) ?? []]));

/** Lists of names, one of each version from the oldest, as the availability of each name. */
export function availabilityIn(lists: readonly (readonly [version: string, names: readonly string[]])[]): Availability {
  const changes: Record<string, string[]> = {};
  let before: readonly string[] = [];
  for (const [version, names] of lists) {
    const now = [...new Set(names)];
    const changed = [...now.filter((name) => !before.includes(name)), ...before.filter((name) => !now.includes(name))];
    for (const name of changed) (changes[name] ??= []).push(version);
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
  if (placeOf(release) === undefined) return [];
  const problemOf = (value: string) => {
    if (!choices) return misspeltChoice(value, openChoicesOn(flag, release), release);
    const isKnown = choices.includes(flag.choicesFolded ? fold(value) : value);
    return isKnown ? undefined : unknownChoice(value, choices.toSorted(), release);
  };
  return values.flatMap((value) => {
    const problem = NO_VALUE.includes(value) ? undefined : problemOf(value);
    return problem ? [`${written}: ${problem}`] : [];
  });
}

/** What a chart says of a choice that looks like one of an open list, and is not on it. */
export function misspeltChoice(choice: string, known: readonly string[], release: string): string | undefined {
  // vLLM reads most of them in any case.
  if (known.some((one) => one.toLowerCase() === choice.toLowerCase())) return undefined;
  const meant = alike(choice, known);
  return meant && `vLLM ${release} does not know ${choice}. Did you mean ${meant}?`;
}

/** What a chart says of a choice that a release does not know. */
export const unknownChoice = (choice: string, known: readonly string[], release: string): string =>
  `vLLM ${release} does not know ${choice}. It knows ${known.join(', ')}.`;

/** Many flags take these for no value; the catalog does not say which. */
const NO_VALUE = ['', 'None'];

const fold = (value: string): string => value.toLowerCase().replaceAll('-', '_');
