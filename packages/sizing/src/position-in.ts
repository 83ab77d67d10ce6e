import semver from 'semver';
import { findRelease, newestRelease, plainVersion, releases } from './releases.ts';

/** The sampled releases between which something exists. */
export interface Lifetime {
  readonly since?: string | undefined;
  readonly removedIn?: string | undefined;
}

/**
 * Where a version lies in a lifetime. The bounds are sampled releases and the true ones lie somewhere before them, so a
 * version between two samples gets the benefit of the doubt, and so does what is no version.
 */
export function positionIn({ since, removedIn }: Lifetime, version: string): 'before' | 'inside' | 'after' {
  const wanted = plainVersion(version);
  if (wanted === undefined) return 'inside';
  const next = releases.find((release) => semver.gte(release.version, wanted)) ?? newestRelease;
  if (since !== undefined && semver.lt(next.version, since)) return 'before';
  const last = findRelease(wanted);
  return removedIn !== undefined && last !== undefined && semver.gte(last.version, removedIn) ? 'after' : 'inside';
}
