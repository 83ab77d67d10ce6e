import type { Release } from '../catalog-types.ts';
import { versionNumber } from '../plan/versions.ts';
import { releases } from '../releases.ts';

/** What holds from a release on, until the next entry: as a chart can look it up. */
export type ByRelease<Fact> = [since: string, fact: Fact][];

/** Asks every release of the catalog, and keeps the answers that differ from the one before. */
export function byRelease<Fact>(ask: (release: Release) => Fact): ByRelease<Fact> {
  return changes(releases.map((release): [string, Fact] => [release.version, ask(release)]));
}

/** The same for every version that there may have been: some changes lie between two releases of the catalog. */
export function byVersion<Fact>(ask: (version: string) => Fact, from?: string): ByRelease<Fact> {
  return changes(versions(from).map((version): [string, Fact] => [version, ask(version)]));
}

/** From a release, else the oldest one of the catalog, to the newest. */
export function versions(from = releases[0]!.version): string[] {
  const [oldest, newest] = [versionNumber(from), versionNumber(releases.at(-1)!.version)];
  const possible = Array.from({ length: 10 * (Math.floor(newest / 1000) + 1) }, (_, index) => [
    Math.floor(index / 10),
    index % 10,
  ]);
  return possible
    .map(([minor, patch]) => `0.${minor}.${patch}`)
    .filter((version) => versionNumber(version) >= oldest && versionNumber(version) <= newest);
}

function changes<Fact>(all: ByRelease<Fact>): ByRelease<Fact> {
  return all.filter(([, fact], index) => index === 0 || JSON.stringify(all[index - 1]![1]) !== JSON.stringify(fact));
}

/** Figures that a person can read and a diff can show: twelve digits. */
export function figure(value: number): number {
  return Number(value.toPrecision(12));
}
