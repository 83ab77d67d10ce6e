import { closest, distance } from 'fastest-levenshtein';

/** The known name that a misspelt one most likely meant; undefined when none is near enough to be a help. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const insensitive = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (insensitive !== undefined) return insensitive;
  const beginning = known.find((candidate) => sharedPrefix(name, candidate) >= Math.max(4, candidate.length * 0.6));
  const candidate = closest(name, known);
  return distance(name, candidate) <= Math.max(1, Math.floor(Math.max(name.length, candidate.length) * 0.4))
    ? candidate
    : beginning;
}

/** `replicaCount` begins like `replicas`, however much follows. */
function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
