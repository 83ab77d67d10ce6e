import { checkValue, valueCount } from './check-value.ts';
import { unknownChoices } from './flag-choices.ts';
import { flagUsages, type FlagUsage } from './flag-usages.ts';
import { flagAvailability, isNegatable, nearestFlag } from './flags.ts';
import { positionIn } from './position-in.ts';
import { findRelease, newestRelease, plainVersion } from './releases.ts';
import { resolveFlag, type ResolvedFlag } from './resolve-flag.ts';

/** Flags that may not be handed over, with the value that sets them; empty where the chart itself does. */
export type ReservedFlags = Readonly<Record<string, string>>;

/**
 * Problems of arguments that are handed to `vllm serve` of a release as they are: each a sentence that says what to do.
 * An entry is `--flag`, `--flag=value`, or a value that follows its flag.
 */
export function checkExtraArgs(args: readonly string[], release: string, reserved: ReservedFlags = {}): string[] {
  const { stray, usages } = flagUsages(args);
  const resolved = usages.map((usage) => ({ usage, target: resolveFlag(usage.written, release) }));
  const problems = [
    ...stray.map(
      (value) => `"${value}" follows no flag: write --flag=value, or the flag and its value as two entries.`,
    ),
    ...resolved.flatMap(({ usage, target }) =>
      target ? checkKnown(usage, target, release, reserved) : unknown(usage, release),
    ),
    ...duplicates(resolved),
  ];
  return [...new Set(problems)];
}

function checkKnown(usage: FlagUsage, target: ResolvedFlag, release: string, reserved: ReservedFlags): string[] {
  const problem = unavailable(usage, target, release) ?? notNegatable(usage, target, release);
  if (problem) return [problem];
  const value = reserved[target.flag.name];
  // What a reserved flag may be is for its own value to say
  const more = value === undefined ? checkWords(usage, target, release) : [elsewhere(usage, value)];
  return [...checkValue(usage, target, release), ...more];
}

function checkWords(usage: FlagUsage, target: ResolvedFlag, release: string): string[] {
  const { written, path, inline, values } = usage;
  if (path !== undefined) return [];
  const given = inline === undefined ? values.slice(0, valueCount(usage, target, release).most) : [inline];
  return unknownChoices(written, target.flag, given, release);
}

const elsewhere = ({ written }: FlagUsage, value: string): string =>
  value ? `${written} has a value of its own: set ${value}.` : `${written} is for the chart to set: remove it.`;

function unknown({ written }: FlagUsage, release: string): string[] {
  const [flag = '', value] = written.split(/\s+(.*)/s);
  if (value !== undefined && flag !== '')
    return [`"${written}" is one entry: write ${flag}=${value}, or the flag and its value as two entries.`];
  const near = nearestFlag(written, release);
  const advice = near === undefined ? 'remove it.' : `did you mean --${near}?`;
  return [`${written} is no flag of ${nearestKnown(release)}: ${advice}`];
}

/** What an unknown flag was looked up in. */
function nearestKnown(release: string): string {
  const { version } = findRelease(release) ?? newestRelease;
  return plainVersion(release) === version ? `vLLM ${version}` : `vLLM ${version}, the nearest release in the catalog`;
}

function unavailable({ written }: FlagUsage, { flag, alias }: ResolvedFlag, release: string): string | undefined {
  const own = flagAvailability(flag, release);
  if (own.available) {
    if (alias === undefined || positionIn(alias, release) === 'inside') return undefined;
    return `vLLM ${release} does not know the spelling ${written}: write --${flag.name}.`;
  }
  if (own.reason === 'too-old')
    return `${written} is known from vLLM ${own.since} on, and the release is ${release}: remove it, or take a newer image.`;
  const note = flag.note === undefined ? '' : ` (${flag.note})`;
  const advice = own.replacedBy === undefined ? 'remove it' : `use --${own.replacedBy} instead`;
  return `${written} is gone since vLLM ${own.removedIn}, and the release is ${release}: ${advice}${note}.`;
}

function notNegatable({ written }: FlagUsage, { flag, negated }: ResolvedFlag, release: string): string | undefined {
  if (!negated || isNegatable(flag, release)) return undefined;
  const { negatableSince: since } = flag;
  const came = positionIn({ since }, release) === 'before' ? ` (it is known from ${since} on)` : '';
  return `vLLM ${release} has no ${written}${came}: leave --${flag.name} out to have it off.`;
}

/** The same flag twice: the parser keeps the last and only logs a warning. */
function duplicates(usages: readonly { usage: FlagUsage; target: ResolvedFlag | undefined }[]): string[] {
  return usages.flatMap(({ usage, target }, at) => {
    if (!target || target.flag.repeatable) return [];
    const before = usages
      .slice(0, at)
      .find((earlier) => earlier.target?.flag === target.flag && clash(earlier.usage, usage));
    if (!before) return [];
    const [first, second] = [spelling(before.usage), spelling(usage)];
    return [`${first === second ? `${first} is given` : `${first} and ${second} set one flag`} twice: keep one.`];
  });
}

/** Dotted keys of one flag are merged, and `key+` appends; a whole JSON next to them is lost. */
function clash({ path: one }: FlagUsage, { path: other }: FlagUsage): boolean {
  return one === undefined || other === undefined || (one === other && !one.endsWith('+'));
}

function spelling({ written, path }: FlagUsage): string {
  return path === undefined ? written : `${written}.${path}`;
}
