import type { FlagUsage } from './flag-usages.ts';
import { isNegatable } from './flags.ts';
import { positionIn } from './position-in.ts';
import type { ResolvedFlag } from './resolve-flag.ts';

/** Absent in 0.8.5, there in 0.9.2; 0.9.0 and 0.9.1 were not looked at and get the benefit of the doubt. */
const dottedKeys = { since: '0.9.0' };

export const takesDottedKeys = (release: string): boolean => positionIn(dottedKeys, release) !== 'before';

/** Problems of the values that a flag of the release is given: how many there are, not what they are. */
export function checkValue(usage: FlagUsage, target: ResolvedFlag, release: string): string[] {
  const problem = checkPath(usage, target, release);
  if (problem) return [problem];
  const { least, most } = valueCount(usage, target, release);
  const written = usage.path === undefined ? usage.written : `${usage.written}.${usage.path}`;
  const given = usage.inline === undefined ? usage.values : [usage.inline];
  if (most === 0) return given.length === 0 && usage.values.length === 0 ? [] : [noValue(usage, target, release)];
  if (given.length < least || usage.inline === '')
    return [`${written} has no value: write ${written}=<${valueName(target)}>, or leave the flag out.`];
  const surplus = usage.inline === undefined ? usage.values.slice(most) : usage.values;
  return surplus.map((value) => `"${value}" follows ${written}, which has its value already: remove it.`);
}

/** How many values argparse takes behind a flag. */
export function valueCount(
  { path }: FlagUsage,
  { flag, negated }: ResolvedFlag,
  release: string,
): { least: number; most: number } {
  if (flag.type === 'bool') {
    const takesValue = flag.takesValue?.some(
      ({ from, until }) => positionIn({ since: from, removedIn: until }, release) === 'inside',
    );
    return { least: 0, most: takesValue && !negated ? 1 : 0 };
  }
  if (flag.type === 'list' && !flag.repeatable && path === undefined) return { least: 1, most: Infinity };
  return { least: flag.valueOptional ? 0 : 1, most: 1 };
}

function checkPath({ written, path }: FlagUsage, { flag }: ResolvedFlag, release: string): string | undefined {
  if (path === undefined) return undefined;
  if (!flag.type.startsWith('json'))
    return `${written}.${path}: ${written} is no JSON flag and has no keys: write ${written}${flag.type === 'bool' ? '' : '=<value>'}.`;
  if (path.replace(/\+$/, '') === '') return `${written}.${path} names no key: write ${written}.<key>=<value>.`;
  if (!takesDottedKeys(release))
    return `vLLM ${release} does not read ${written}.${path} yet: write the whole JSON, as ${written}={"${path}": …}.`;
  return undefined;
}

function noValue({ written, inline, values }: FlagUsage, { flag, negated }: ResolvedFlag, release: string): string {
  const off = isNegatable(flag, release) ? `--no-${flag.name} for false` : 'leave it out for false';
  const advice = negated ? `write ${written} alone` : `write ${written} for true, ${off}`;
  return `${written} takes no value, and "${inline ?? values[0]}" is given: ${advice}.`;
}

function valueName({ flag }: ResolvedFlag): string {
  return flag.type === 'int' || flag.type === 'float' ? 'number' : flag.type.startsWith('json') ? 'JSON' : 'value';
}
