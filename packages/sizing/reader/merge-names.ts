import semver from 'semver';
import type { Availability, ReleaseNames } from '../src/catalog-types.ts';
import { availabilityIn } from '../src/choices.ts';
import type { Difference } from './merge-flags.ts';
import type { SourceRelease } from './read-source.ts';

/**
 * The names with what the sources of a release say. A release whose sources nobody has read (`versions` that are not in
 * `read`) has what the read ones around it have: nothing is refused there that may exist.
 */
export function mergeNames(
  version: string,
  names: ReleaseNames,
  { optionKeys, environment }: Pick<SourceRelease, 'optionKeys' | 'environment'>,
  versions: readonly string[],
): ReleaseNames {
  const read = [...new Set([...names.read, version])].sort(semver.compare);
  const all = [...new Set([...versions, ...read])].sort(semver.compare);
  const merge = (table: Availability, found: readonly string[]): Availability => {
    const listOf = (release: string) => (release === version ? found : namesOn(table, release));
    const merged = availabilityIn(all.map((release) => [release, neighbours(release, read).flatMap(listOf)]));
    return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const paths = [...new Set([...Object.keys(names.optionKeys), ...Object.keys(optionKeys)])].sort();
  return {
    read,
    optionKeys: Object.fromEntries(
      paths.map((path) => [path, merge(names.optionKeys[path] ?? {}, optionKeys[path] ?? [])]),
    ),
    environment: merge(names.environment, environment),
  };
}

/** Where the names and the sources of a release differ. */
export function nameDifferences(
  version: string,
  names: ReleaseNames,
  { optionKeys, environment }: Pick<SourceRelease, 'optionKeys' | 'environment'>,
): Difference[] {
  const compare = (place: string, table: Availability = {}, found: readonly string[] = []): Difference[] => {
    const known = namesOn(table, version);
    const catalog = known.filter((name) => !found.includes(name));
    const source = found.filter((name) => !known.includes(name));
    return catalog.length + source.length === 0 ? [] : [{ place: `${place} (what only one has)`, catalog, source }];
  };
  const paths = [...new Set([...Object.keys(names.optionKeys), ...Object.keys(optionKeys)])];
  return [
    ...paths.flatMap((path) => compare(`keys of ${path}`, names.optionKeys[path], optionKeys[path])),
    ...compare('environment variables', names.environment, environment),
  ];
}

/** A read release itself, or the read ones before and after one that is not. */
function neighbours(release: string, read: readonly string[]): string[] {
  if (read.includes(release)) return [release];
  const before = read.findLast((one) => semver.lt(one, release));
  const after = read.find((one) => semver.gt(one, release));
  return [before, after].filter((one) => one !== undefined);
}

const namesOn = (table: Availability, release: string): string[] =>
  Object.keys(table).filter((name) => table[name]!.filter((since) => semver.lte(since, release)).length % 2 === 1);
