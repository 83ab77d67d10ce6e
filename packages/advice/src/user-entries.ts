import type { Entry } from './values-text.ts';

type Values = Readonly<Record<string, unknown>>;

/** Chosen entries and the user's values: these win, and what is of one map is together. */
export function withUser(chosen: readonly Entry[], user: Values): Entry[] {
  const own = leavesOf(user, []);
  const isOwn = ({ path }: Entry): boolean =>
    own.some((entry) => entry.path.every((step, at) => path.length <= at || path[at] === step));
  return grouped([...chosen.filter((entry) => !isOwn(entry)), ...own], 0);
}

/** Chosen entries with those that a cluster decides, which win. */
export function withCluster(chosen: readonly Entry[], cluster: readonly Entry[]): Entry[] {
  const key = ({ path }: Entry): string => path.join('.');
  const decided = new Set(cluster.map(key));
  return grouped([...chosen.filter((entry) => !decided.has(key(entry))), ...cluster], 0);
}

/** Values down to three keys; what is deeper is a value as a whole. */
function leavesOf(values: Values, path: readonly string[]): Entry[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const below = [...path, key];
    const nested =
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
    if (nested && below.length < 3) return leavesOf(value as Values, below);
    // the paths were validated with the user's values
    return [{ path: below as unknown as Entry['path'], value }];
  });
}

/** Entries with the same key at a depth one after the other, in the order of the first of each. */
function grouped(entries: readonly Entry[], depth: number): Entry[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = entry.path[depth] ?? '';
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].flatMap((group) => (group.length > 1 && depth < 2 ? grouped(group, depth + 1) : group));
}
