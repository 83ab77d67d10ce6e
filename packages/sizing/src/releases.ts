import compare from 'semver/functions/compare.js';
import gte from 'semver/functions/gte.js';
import valid from 'semver/functions/valid.js';
import type { Release } from './catalog-types.ts';
import { loadCatalog } from './load-catalog.ts';
import { versionNumber } from './plan/versions.ts';

/** The releases of the catalog, oldest first. */
export const releases: readonly Release[] = Object.freeze(
  loadCatalog().releases.toSorted((a, b) => compare(a.version, b.version)),
);

const numbers = releases.map(({ version }) => versionNumber(version));

/** The newest release of the catalog. */
export const newestRelease: Release = releases.at(-1)!;

/**
 * The entry for a version: the newest release of the catalog that is not newer. Suffixes do not count (`v0.33.0-cu129`
 * is 0.33.0); undefined for what is older than the catalog or is not a version, as `latest`.
 */
export function findRelease(version: string): Release | undefined {
  const wanted = versionNumber(plainVersion(version) ?? '');
  return releases[numbers.findLastIndex((number) => number <= wanted)];
}

/** `0.8.5` of `v0.8.5.post1`. An image's suffix is not a prerelease, which is what semver would take it for. */
export function plainVersion(text: string): string | undefined {
  const [, major, minor, patch = '0'] = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return valid(`${major}.${minor}.${patch}`) ?? undefined;
}

/** The sampled releases between which something exists. */
export interface Lifetime {
  readonly since?: string | undefined;
  readonly removedIn?: string | undefined;
}

const places = new Map(releases.map(({ version }, place) => [version, place]));
/** Where a sampled release is in the list; undefined for any other version. */
export const placeOf = (version: string): number | undefined => places.get(version);

const neighbours = new Map<string, { next: number; last: number } | undefined>();

/**
 * Where a version lies in a lifetime. The bounds are sampled releases and the true ones lie somewhere before them:
 * a version between two samples counts as inside, and so does what is not a version.
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
    const next = wanted && (releases.find((release) => gte(release.version, wanted)) ?? newestRelease).version;
    const last = wanted && findRelease(wanted)?.version;
    const found = next ? { next: places.get(next)!, last: last === undefined ? -1 : places.get(last)! } : undefined;
    neighbours.set(version, found);
  }
  return neighbours.get(version);
}
