import type { FlagCatalog } from './catalog-files.ts';
import semver from 'semver';
import { explained, type Explanation } from './explained.ts';
import { type FoundFlag, foundFlags } from './found-flags.ts';
import { entryOf, type FlagState, sameJson, sameWords, statesOf } from './flag-states.ts';
import type { SourceFlag } from './read-source.ts';

/** One property on which the catalog and the sources of a release differ. */
export interface Difference {
  /** Where: `image.cuda`, `--hf-token default`. */
  place: string;
  catalog: unknown;
  source: unknown;
  /** Why the catalog is right. */
  reason?: string;
}

/** Where the catalog and the command line of a release differ; the catalog must have the release. */
export function flagDifferences(version: string, catalog: FlagCatalog, source: SourceFlag[]): Difference[] {
  const releases = catalog.meta.sampledReleases;
  const inSource = foundFlags(source, catalog.flags);
  const names = new Set([...Object.keys(catalog.flags), ...inSource.keys()]);
  return [...names].sort().flatMap((name) => {
    const known = catalog.flags[name] && statesOf(catalog.flags[name], releases)[releases.indexOf(version)];
    return stateDifferences(known, inSource.get(name)).map(({ fact, ...difference }) => {
      const reason = explanation(name, fact, version)?.reason;
      return { place: `--${name} ${fact}`, ...difference, ...(reason && { reason }) };
    });
  });
}

function stateDifferences(known: FlagState | undefined, found: FoundFlag | undefined) {
  const differ = (fact: Explanation['fact'], a: unknown, b: unknown, same: boolean) =>
    same ? [] : [{ fact, catalog: a, source: b }];
  if (!known || !found) return differ('presence', known !== undefined, found !== undefined, !known && !found);
  return [
    ...differ('type', known.type, found.type, known.type === undefined || known.type === found.type),
    ...differ('aliases', known.aliases, found.aliases, sameWords(known.aliases, found.aliases)),
    ...differ('negatable', known.negatable, found.negatable, known.negatable === found.negatable),
    ...differ('takesValue', known.takesValue, found.takesValue, known.takesValue === found.takesValue),
    ...differ(
      'choices',
      known.choices,
      found.choices,
      found.unknownChoices === true || sameWords(known.choices ?? [], found.choices ?? []),
    ),
    ...differ('default', known.default, found.default, sameJson(known.default, found.default)),
  ];
}

/** The catalog of flags, updated with the command line of a release, which may be new to it. */
export function mergeFlags(version: string, catalog: FlagCatalog, source: SourceFlag[]): FlagCatalog {
  const before = catalog.meta.sampledReleases;
  const releases = [...new Set([...before, version])].sort(semver.compare);
  const place = releases.indexOf(version);
  const inSource = foundFlags(source, catalog.flags);
  const names = new Set([...Object.keys(catalog.flags), ...inSource.keys()]);
  const flags = Object.fromEntries(
    [...names].sort().flatMap((name) => {
      const entry = catalog.flags[name];
      const known = entry ? statesOf(entry, before) : before.map(() => undefined);
      const states = releases.map((release) => known[before.indexOf(release)]);
      // A release that the catalog lacks inherits the explained properties of the one before
      const neighbour = before.includes(version) ? states[place] : states[place - 1];
      const state = settled(name, version, inSource.get(name), neighbour);
      states[place] = state;
      // Only the newest release that has a flag says its type
      for (const older of states.slice(0, place)) if (state && older) delete older.type;
      return states.some((one) => one !== undefined)
        ? [[name, entryOf(states, releases, entry ?? inSource.get(name)?.traits)]]
        : [];
    }),
  );
  return { ...catalog, meta: { ...catalog.meta, sampledReleases: releases }, flags };
}

/** What to write for a flag: what was found, except properties on which the catalog is right. */
function settled(
  name: string,
  version: string,
  found: FoundFlag | undefined,
  known: FlagState | undefined,
): FlagState | undefined {
  if (explanation(name, 'presence', version)) return known;
  if (!found || !known) return found && stateIn(found);
  const state = stateIn(found);
  if (found.unknownChoices && known.choices) state.choices = known.choices;
  for (const fact of ['type', 'aliases', 'negatable', 'takesValue', 'choices', 'default'] as const) {
    if (!explanation(name, fact, version)) continue;
    if (known[fact] === undefined) delete state[fact];
    else Object.assign(state, { [fact]: known[fact] });
  }
  return state;
}

function stateIn({ traits: _traits, unknownChoices: _unknown, ...state }: FoundFlag): FlagState {
  return state;
}

const explanation = (flag: string, fact: Explanation['fact'], version: string): Explanation | undefined =>
  explained.find((one) => one.flag === flag && one.fact === fact && semver.satisfies(version, one.releases ?? '*'));
