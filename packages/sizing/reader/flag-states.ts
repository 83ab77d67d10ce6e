import type { Flag, FlagType } from '../src/catalog-types.ts';
import { ToolError } from '@archon/testbed/tool-error';

/** An entry of flags.json; its name is its key. */
export type FlagEntry = Omit<Flag, 'name'>;
export type FlagEntries = Record<string, FlagEntry>;

/** A default as written: a literal, or an expression. Undefined: None, so vLLM decides. */
type FlagDefault = { value: unknown } | { expression: string } | undefined;

/** A flag in one release. */
export interface FlagState {
  /** Undefined where the catalog only has a later one. */
  type?: FlagType;
  aliases: string[];
  negatable: boolean;
  /** Only for a bool: it accepts a value. */
  takesValue: boolean;
  choices?: string[];
  default: FlagDefault;
}

/** What the catalog says about a flag in each of the releases; undefined where the release lacks the flag. */
export function statesOf(entry: FlagEntry, releases: string[]): (FlagState | undefined)[] {
  const at = places(releases);
  const [first, end] = [at(entry.since, 0), at(entry.removedIn, releases.length)];
  return releases.map((_, place) => {
    if (place < first || place >= end) return undefined;
    const window = <T extends { from: string }>(items: readonly T[] = []) =>
      items.findLast(({ from }) => at(from, 0) <= place);
    const given = window(entry.defaults);
    const choices = window(entry.choices)?.values;
    return {
      ...(place === end - 1 && { type: entry.type }),
      aliases: (entry.aliases ?? [])
        .filter(({ since, removedIn }) => place >= at(since, first) && place < at(removedIn, end))
        .map(({ name }) => name),
      negatable:
        entry.negatable === true && place >= at(entry.negatableSince, first) && place < at(entry.negatableUntil, end),
      takesValue: (entry.takesValue ?? []).some(
        ({ from, until }) => place >= at(from, 0) && place < at(until, releases.length),
      ),
      ...(choices && { choices: [...choices] }),
      default: given && defaultOf(given),
    };
  });
}

function defaultOf({ value, expression }: { value?: unknown; expression?: string }): FlagDefault {
  if (expression !== undefined) return { expression };
  return value === undefined ? undefined : { value };
}

/** The entry for these states. Texts that people wrote, in `before`, are kept. */
export function entryOf(states: (FlagState | undefined)[], releases: string[], before?: Partial<FlagEntry>): FlagEntry {
  const first = states.findIndex((state) => state !== undefined);
  const last = states.findLastIndex((state) => state !== undefined);
  const present = states.slice(first, last + 1);
  const version = (place: number) => releases[first + place]!;
  const lifetime = {
    ...(first > 0 && { since: releases[first]! }),
    ...(last < releases.length - 1 && { removedIn: releases[last + 1]! }),
  };
  const type = states[last]!.type ?? before?.type;
  if (!type) throw new ToolError('A flag without a type: this is a bug of packages/sizing/reader.');
  const { replacedBy, aliasOf, valueOptional, repeatable, positional, choicesFolded, note } = before ?? {};
  const choices = windows(present, version, (state) => state.choices, sameWords).map(({ from, item }) => ({
    from,
    ...(item && { values: item }),
  }));
  const defaults = windows(present, version, (state) => state.default, sameJson).map(({ from, item }) => ({
    from,
    ...item,
  }));
  const takesValue = windows(present, version, (state) => state.takesValue || undefined, sameJson);
  const takingValue = takesValue.flatMap(({ from, item }, place) => {
    const until = takesValue[place + 1]?.from ?? lifetime.removedIn;
    return item ? [{ from, ...(until && { until }) }] : [];
  });
  const aliases = aliasWindows(present, version);
  const negatable = span(present.map((state) => state?.negatable));
  const entry = {
    type,
    ...lifetime,
    replacedBy,
    aliases: aliases.length > 0 ? aliases : undefined,
    aliasOf,
    ...(negatable && {
      negatable: true,
      ...(negatable.first > 0 && { negatableSince: version(negatable.first) }),
      ...(negatable.end < present.length && { negatableUntil: version(negatable.end) }),
    }),
    takesValue: takingValue.length > 0 ? takingValue : undefined,
    valueOptional,
    repeatable,
    positional,
    choicesFolded,
    choices: choices.length > 0 ? choices : undefined,
    defaults: defaults.length > 0 ? defaults : undefined,
    note,
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as unknown as FlagEntry;
}

/** The releases from which a property changes; the first one is left out while the property is not set. */
function windows<T>(
  states: (FlagState | undefined)[],
  version: (place: number) => string,
  fact: (state: FlagState) => T | undefined,
  same: (a: T, b: T) => boolean,
): { from: string; item: T | undefined }[] {
  const found: { from: string; item: T | undefined }[] = [];
  for (const [place, state] of states.entries()) {
    if (!state) continue;
    const item = fact(state);
    const current = found.at(-1)?.item;
    const unchanged = item === undefined || current === undefined ? item === current : same(item, current);
    if (!unchanged) found.push({ from: version(place), item });
  }
  return found;
}

function aliasWindows(states: (FlagState | undefined)[], version: (place: number) => string) {
  const names = [...new Set(states.flatMap((state) => state?.aliases ?? []))];
  return names.map((name) => {
    const { first, end } = span(states.map((state) => state?.aliases.includes(name)))!;
    return {
      name,
      ...(first > 0 && { since: version(first) }),
      ...(end < states.length && { removedIn: version(end) }),
    };
  });
}

/** The range from the first to the last index for which a condition holds. */
function span(holds: (boolean | undefined)[]): { first: number; end: number } | undefined {
  const first = holds.indexOf(true);
  return first < 0 ? undefined : { first, end: holds.lastIndexOf(true) + 1 };
}

/** Order says nothing about choices. */
export const sameWords = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((word) => b.includes(word));

export const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const places =
  (releases: string[]) =>
  (version: string | undefined, otherwise: number): number =>
    version === undefined ? otherwise : releases.indexOf(version);
