import type { Release } from '../catalog-types.ts';
import { releases } from '../releases.ts';

/** What holds from a release on, until the next entry: as a chart can look it up. */
export type ByRelease<Fact> = [since: string, fact: Fact][];

/** Asks every release of the catalog, and keeps the answers that differ from the one before. */
export function byRelease<Fact>(ask: (release: Release) => Fact): ByRelease<Fact> {
  const found: ByRelease<Fact> = [];
  for (const release of releases) {
    const fact = ask(release);
    if (found.length === 0 || JSON.stringify(found.at(-1)![1]) !== JSON.stringify(fact))
      found.push([release.version, fact]);
  }
  return found;
}

/** Figures that a person can read and a diff can show: twelve digits. */
export function figure(value: number): number {
  return Number(value.toPrecision(12));
}
