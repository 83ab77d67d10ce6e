import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that a misspelt one most likely meant; undefined when none is near enough to be a help. It never is a
 * name that says the opposite: `disableLogs` is not `enableLogs`.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = polarityOf(name);
  const alike = known.filter((candidate) => polarityOf(candidate).off === wanted.off);
  if (alike.length === 0) return undefined;
  const insensitive = alike.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (insensitive !== undefined) return insensitive;
  // `disable-x` and `no-enable-x` are one thing, however far apart they are as text
  const same = alike.find((candidate) => isNear(wanted.of, polarityOf(candidate).of, 0.2));
  const candidate = closest(name, alike);
  if (isNear(name, candidate, 0.2)) return candidate;
  if (same !== undefined) return same;
  if (oppositeOf(name, known) !== undefined) return undefined;
  if (isNear(wanted.of, polarityOf(candidate).of, 0.4)) return candidate;
  return alike.find((one) => {
    const { of } = polarityOf(one);
    return sharedPrefix(wanted.of, of) >= Math.max(4, of.length * 0.6);
  });
}

/** The known name that says the opposite of a name, as `enableLogs` of `disableLogs`. */
export function oppositeOf(name: string, known: readonly string[]): string | undefined {
  const wanted = polarityOf(name);
  return known.find((candidate) => {
    const { off, of } = polarityOf(candidate);
    return off !== wanted.off && isNear(wanted.of, of, 0.2);
  });
}

const ON = /^(enable|use|allow|with)(?=[A-Z_-])[_-]?/;
const OFF = /^(disable|no|not|without|skip)(?=[A-Z_-])[_-]?/;

/** What a name turns on or off: `no-enable-logs` turns `logs` off. */
function polarityOf(name: string): { off: boolean; of: string } {
  const [dashes = ''] = /^-*/.exec(name) ?? [];
  let of = name.slice(dashes.length);
  let off = false;
  for (let rest = of.replace(OFF, ''); rest !== of; rest = of.replace(OFF, '')) {
    of = rest;
    off = !off;
  }
  return { off, of: of.replace(ON, '').toLowerCase() };
}

function isNear(a: string, b: string, share: number): boolean {
  return distance(a, b) <= Math.max(1, Math.floor(Math.max(a.length, b.length) * share));
}

/** `replicaCount` begins like `replicas`, however much follows. */
function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
