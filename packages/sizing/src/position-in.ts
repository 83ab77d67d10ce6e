import semver from 'semver';
import { findRelease, newestRelease, plainVersion, releases } from './releases.ts';

/** The sampled releases between which something exists. */
export interface Lifetime {
  readonly since?: string | undefined;
  readonly removedIn?: string | undefined;
}

const places = new Map(releases.map(({ version }, place) => [version, place]));
/** Where a sampled release stands in the list; undefined for any other version. */
export const placeOf = (version: string): number | undefined => places.get(version);

const neighbours = new Map<string, { next: number; last: number } | undefined>();

/**
 * Where a version lies in a lifetime. The bounds are sampled releases and the true ones lie somewhere before them, so a
 * version between two samples gets the benefit of the doubt, and so does what is no version.
 */
export function positionIn({ since, removedIn }: Lifetime, version: string): 'before' | 'inside' | 'after' {
  if (since === undefined && removedIn === undefined) return 'inside';
  const found = neighboursOf(version);
  if (found === undefined) return 'inside';
  if (since !== undefined && found.next < places.get(since)!) return 'before';
  return removedIn !== undefined && found.last >= places.get(removedIn)! ? 'after' : 'inside';
}

/** The sampled releases around a version, as places in the list; looked up once, because tables ask thousands of times. */
function neighboursOf(version: string): { next: number; last: number } | undefined {
  if (!neighbours.has(version)) {
    const wanted = plainVersion(version);
    const next = wanted && (releases.find((release) => semver.gte(release.version, wanted)) ?? newestRelease).version;
    const last = wanted && findRelease(wanted)?.version;
    const found = next ? { next: places.get(next)!, last: last === undefined ? -1 : places.get(last)! } : undefined;
    neighbours.set(version, found);
  }
  return neighbours.get(version);
}
