import semver from 'semver';
import type { Availability, ReleaseNames } from '../src/catalog-types.ts';
import { availabilityIn } from '../src/choices.ts';
import type { Difference } from './merge-flags.ts';
import type { SourceRelease } from './read-source.ts';

type Names = Pick<SourceRelease, 'optionKeys' | 'optionChoices' | 'environment' | 'openChoices'>;

/**
 * The names with what the sources of a release say. A release whose sources nobody has read (`versions` that are not in
 * `read`) has what the read ones around it have: nothing is refused there that may exist.
 */
export function mergeNames(
  version: string,
  names: ReleaseNames,
  { optionKeys, optionChoices, environment, openChoices }: Names,
  versions: readonly string[],
): ReleaseNames {
  const read = [...new Set([...names.read, version])].sort(semver.compare);
  const all = [...new Set([...versions, ...read])].sort(semver.compare);
  const merge = (table: Availability, found: readonly string[]): Availability => {
    const listOf = (release: string) => (release === version ? found : namesOn(table, release));
    const merged = availabilityIn(all.map((release) => [release, neighbours(release, read).flatMap(listOf)]));
    return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const mergeAll = (tables: Readonly<Record<string, Availability>>, of: Record<string, string[]>) =>
    Object.fromEntries(pathsOf(tables, of).map((path) => [path, merge(tables[path] ?? {}, of[path] ?? [])]));
  return {
    read,
    optionKeys: mergeAll(names.optionKeys, optionKeys),
    optionChoices: mergeAll(names.optionChoices, optionChoices),
    environment: merge(names.environment, environment),
    openChoices: mergeAll(names.openChoices, openChoices),
  };
}

/** Where the names and the sources of a release differ. */
export function nameDifferences(
  version: string,
  names: ReleaseNames,
  { optionKeys, optionChoices, environment, openChoices }: Names,
): Difference[] {
  const compare = (place: string, table: Availability = {}, found: readonly string[] = []): Difference[] => {
    const known = namesOn(table, version);
    const catalog = known.filter((name) => !found.includes(name));
    const source = found.filter((name) => !known.includes(name));
    return catalog.length + source.length === 0 ? [] : [{ place: `${place} (what only one has)`, catalog, source }];
  };
  const compareAll = (place: string, tables: Readonly<Record<string, Availability>>, of: Record<string, string[]>) =>
    pathsOf(tables, of).flatMap((path) => compare(`${place} ${path}`, tables[path], of[path]));
  return [
    ...compareAll('keys of', names.optionKeys, optionKeys),
    ...compareAll('choices of', names.optionChoices, optionChoices),
    ...compareAll('choices of', names.openChoices, openChoices),
    ...compare('environment variables', names.environment, environment),
  ];
}

const pathsOf = (...tables: object[]): string[] => [...new Set(tables.flatMap(Object.keys))].sort();

/** A read release itself, or the read ones before and after one that is not. */
function neighbours(release: string, read: readonly string[]): string[] {
  if (read.includes(release)) return [release];
  const before = read.findLast((one) => semver.lt(one, release));
  const after = read.find((one) => semver.gt(one, release));
  return [before, after].filter((one) => one !== undefined);
}

const namesOn = (table: Availability, release: string): string[] =>
  Object.keys(table).filter((name) => table[name]!.filter((since) => semver.lte(since, release)).length % 2 === 1);
