import { closest, distance } from 'fastest-levenshtein';
import type { Flag } from './catalog-types.ts';
import { loadCatalog } from './load-catalog.ts';
import { positionIn } from './position-in.ts';
import { newestRelease } from './releases.ts';
import { resolveFlag } from './resolve-flag.ts';

/** Whether a release has a flag, and if not, why. */
export type FlagAvailability =
  | { readonly available: true }
  | {
      readonly available: false;
      readonly reason: 'too-old' | 'removed';
      readonly since?: string;
      readonly removedIn?: string;
      readonly replacedBy?: string;
    };

/**
 * The flag that a name means, with or without its dashes, by underscores, by an alias or by its `--no-` form.
 * Whether a release has it is for {@link flagAvailability} to say; the version only decides what `-O` means.
 */
export function findFlag(name: string, version: string = newestRelease.version): Flag | undefined {
  const spelt = name.startsWith('-') ? [name] : [`--${name}`, `-${name}`];
  return spelt.map((written) => resolveFlag(written, version)?.flag).find((flag) => flag !== undefined);
}

/** Whether a release has a flag. Between two sampled releases, and where the version is unknown: yes. */
export function flagAvailability(flag: Flag, version: string): FlagAvailability {
  const position = positionIn(flag, version);
  if (position === 'inside') return { available: true };
  const { since, removedIn, replacedBy } = flag;
  return {
    available: false,
    reason: position === 'before' ? 'too-old' : 'removed',
    ...(since !== undefined && { since }),
    ...(removedIn !== undefined && { removedIn }),
    ...(replacedBy !== undefined && { replacedBy }),
  };
}

/** Whether a release has the form `--no-…` of a flag. */
export function isNegatable(flag: Flag, version: string): boolean {
  const { negatableSince: since, negatableUntil: removedIn } = flag;
  return flag.negatable === true && positionIn({ since, removedIn }, version) === 'inside';
}

/** The flag of a release that a misspelt name most likely meant, without dashes; undefined when none is near. */
export function nearestFlag(name: string, version: string = newestRelease.version): string | undefined {
  const wanted = name.replace(/^--?/, '').replaceAll('_', '-');
  const known = loadCatalog().flags.filter((flag) => !flag.positional && positionIn(flag, version) === 'inside');
  const names = known.flatMap((flag) => (isNegatable(flag, version) ? [flag.name, `no-${flag.name}`] : [flag.name]));
  const nearest = closest(wanted, names);
  return distance(wanted, nearest) <= Math.max(1, Math.floor(wanted.length * 0.4)) ? nearest : undefined;
}
