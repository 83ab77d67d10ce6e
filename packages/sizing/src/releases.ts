import semver from 'semver';
import type { Release } from './catalog-types.ts';
import { loadCatalog } from './load-catalog.ts';

/** The releases of the catalog, oldest first. */
export const releases: readonly Release[] = Object.freeze(
  loadCatalog().releases.toSorted((a, b) => semver.compare(a.version, b.version)),
);

/** The newest release of the catalog. */
export const newestRelease: Release = releases.at(-1)!;

/**
 * The entry that speaks for a version: the newest release of the catalog that is not newer. Suffixes do not count
 * (`v0.33.0-cu129` is 0.33.0); undefined for what is older than the catalog or is no version, as `latest`.
 */
export function findRelease(version: string): Release | undefined {
  const wanted = plainVersion(version);
  return wanted === undefined ? undefined : releases.findLast((release) => semver.lte(release.version, wanted));
}

/** `0.8.5` of `v0.8.5.post1`. An image's suffix is no prerelease, which is what semver would take it for. */
export function plainVersion(text: string): string | undefined {
  const [, major, minor, patch = '0'] = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return semver.valid(`${major}.${minor}.${patch}`) ?? undefined;
}
