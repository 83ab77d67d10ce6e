import { nearest, oppositeOf } from '@archon/values/nearest';
import type { Flag } from './catalog-types.ts';
import { loadCatalog } from './load-catalog.ts';
import { newestRelease, placeOf, positionIn, type Lifetime } from './releases.ts';

/** Whether a release has a flag, and if not, why. */
export type FlagAvailability =
  | { readonly available: true }
  | {
      readonly available: false;
      readonly reason: 'too-old' | 'removed';
      readonly since?: string;
      readonly removedIn?: string;
    };

/** A flag as one release has it, by one of its names. */
export interface ReleaseFlag {
  /** The catalog's entry, over all releases. */
  readonly flag: Flag;
  /** Named as `--no-…`. */
  readonly negated: boolean;
  readonly availability: FlagAvailability;
  /** The release knows this name: false for an alias that came later, or is gone. */
  readonly nameAvailable: boolean;
  /** The release has the form `--no-…`. */
  readonly negatable: boolean;
  /** How many values argparse takes after it. */
  readonly values: { readonly least: number; readonly most: number };
  /** The values that the release takes; undefined where the catalog has no list, or any value is taken. */
  readonly choices: readonly string[] | undefined;
  /** The release reads `--flag.key=value`. */
  readonly dottedKeys: boolean;
}

/** The flags of one release: by name, alias and `--no-` form, with the dashes. Flags that it does not have are there too. */
export type ReleaseFlags = ReadonlyMap<string, ReleaseFlag>;

/** A name of a flag; an alias has a lifetime that differs from the flag's. */
interface FlagName {
  readonly flag: Flag;
  readonly alias?: Lifetime;
}

/** Absent in 0.8.5, there in 0.9.2; 0.9.0 and 0.9.1 were not looked at. */
const DOTTED_KEYS = { since: '0.9.0' };

const names = indexNames();
const resolved = new Map<string, ReleaseFlags>();

/** The flags of a release, resolved once. Between two sampled releases, and where the version is unknown, a flag is available. */
export function flagsOn(release: string): ReleaseFlags {
  let flags = resolved.get(release);
  if (!flags) resolved.set(release, (flags = resolveFlags(release)));
  return flags;
}

/**
 * The flag that a name means to a release, as vLLM's parser reads it: with or without its dashes, with underscores, by
 * an alias or by its `--no-` form; nothing is shortened. The release may not have it.
 */
export function findFlag(name: string, release: string = newestRelease.version): ReleaseFlag | undefined {
  const flags = flagsOn(release);
  if (/^-[^-]/.test(name)) return flags.get(name);
  return flags.get(dashed(name)) ?? flags.get(`-${name}`);
}

const ofKeys = new Map<string, Map<string, ReleaseFlag | undefined>>();

/** The flag of an engine key on a release: of `maxModelLen` that of --max-model-len. Looked up once: every plan asks. */
export function findFlagOfKey(key: string, release: string): ReleaseFlag | undefined {
  let found = ofKeys.get(release);
  if (!found) ofKeys.set(release, (found = new Map()));
  if (!found.has(key)) found.set(key, findFlag(flagOfKey(key), release));
  return found.get(key);
}

/** The flag of a release that a misspelt name most likely meant, with its dashes; undefined when none is near. */
export const nearestFlag = (name: string, release: string = newestRelease.version): string | undefined =>
  nearest(dashed(name), namesOn(release));

/** The flag of a release that says the opposite of a name: `--disable-log-stats` of `enable-log-stats`. */
export const oppositeFlag = (name: string, release: string = newestRelease.version): string | undefined =>
  oppositeOf(dashed(name), namesOn(release));

const dashed = (name: string): string => `--${name.replace(/^--?/, '').replaceAll('_', '-')}`;

function namesOn(release: string): string[] {
  return [...flagsOn(release)]
    .filter(([written, flag]) => written.startsWith('--') && hasName(flag))
    .map(([written]) => written);
}

/** Whether a release takes a flag by this name. */
export function hasName({ availability, nameAvailable, negated, negatable }: ReleaseFlag): boolean {
  return availability.available && nameAvailable && (!negated || negatable);
}

/** Every name that some release knows, sorted. */
export function flagNames(): string[] {
  return [...flagsOn(newestRelease.version)]
    .filter(([, { flag, negated }]) => !negated || flag.negatable)
    .map(([name]) => name)
    .sort();
}

/** The values that a release of the catalog takes for a flag; undefined where nothing is known, or any value is taken. */
export function choicesOn(flag: Flag, release: string): readonly string[] | undefined {
  const place = placeOf(release);
  if (place === undefined) return undefined;
  return flag.choices?.findLast(({ from }) => placeOf(from)! <= place)?.values;
}

/** The flag of an engine key, without dashes: `maxModelLen` is `max-model-len`. */
export const flagOfKey = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Flags by name and alias; `-O` meant --compilation-config before it meant --optimization-level. */
function indexNames(): ReadonlyMap<string, readonly FlagName[]> {
  const flags = loadCatalog().flags.filter(({ positional }) => !positional);
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const index = new Map<string, FlagName[]>();
  const add = (name: string, meaning: FlagName) => index.set(name, [...(index.get(name) ?? []), meaning]);
  for (const flag of flags) {
    const target = flag.aliasOf === undefined ? undefined : byName.get(flag.aliasOf);
    add(`--${flag.name}`, target ? { flag: target, alias: flag } : { flag });
    for (const alias of flag.aliases ?? []) add(alias.name, { flag, alias });
  }
  return index;
}

function resolveFlags(release: string): ReleaseFlags {
  const flags = new Map<string, ReleaseFlag>();
  for (const [name, meanings] of names) {
    const isKnown = ({ flag, alias }: FlagName) => positionIn(alias ?? flag, release) === 'inside';
    flags.set(name, resolveFlag(meanings.find(isKnown) ?? meanings[0]!, release));
  }
  const negations = [...flags]
    .filter(([name, { flag }]) => name.startsWith('--') && flag.type === 'bool')
    .map(
      ([name, flag]) => [`--no-${name.slice(2)}`, { ...flag, negated: true, values: { least: 0, most: 0 } }] as const,
    );
  for (const [name, flag] of negations) if (!flags.has(name)) flags.set(name, flag);
  return flags;
}

function resolveFlag({ flag, alias }: FlagName, release: string): ReleaseFlag {
  const isInside = (lifetime: Lifetime) => positionIn(lifetime, release) === 'inside';
  const { negatableSince, negatableUntil } = flag;
  return {
    flag,
    negated: false,
    availability: availabilityOn(flag, release),
    nameAvailable: alias === undefined || isInside(alias),
    negatable: flag.negatable === true && isInside({ since: negatableSince, removedIn: negatableUntil }),
    values: valueCount(flag, isInside),
    choices: choicesOn(flag, release),
    dottedKeys: flag.type.startsWith('json') && positionIn(DOTTED_KEYS, release) !== 'before',
  };
}

function availabilityOn(flag: Flag, release: string): FlagAvailability {
  const position = positionIn(flag, release);
  if (position === 'inside') return { available: true };
  const { since, removedIn } = flag;
  return {
    available: false,
    reason: position === 'before' ? 'too-old' : 'removed',
    ...(since !== undefined && { since }),
    ...(removedIn !== undefined && { removedIn }),
  };
}

function valueCount(flag: Flag, isInside: (lifetime: Lifetime) => boolean): ReleaseFlag['values'] {
  if (flag.type === 'bool') {
    const takesValue = flag.takesValue?.some(({ from, until }) => isInside({ since: from, removedIn: until }));
    return { least: 0, most: takesValue ? 1 : 0 };
  }
  if (flag.type === 'list' && !flag.repeatable) return { least: 1, most: Infinity };
  return { least: flag.valueOptional ? 0 : 1, most: 1 };
}
