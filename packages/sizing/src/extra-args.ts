import { unknownChoices } from './choices.ts';
import { flagAbsence, type ReservedFlags } from './flag-absence.ts';
import { flagUsages, type FlagUsage } from './flag-usages.ts';
import { findFlag, nearestFlag, oppositeFlag, type ReleaseFlag } from './flags.ts';
import { refusal } from './refused-arguments.ts';
import { findRelease, newestRelease, plainVersion } from './releases.ts';

/**
 * Problems of arguments that are handed to `vllm serve` of a release as they are: each a sentence that says what to do.
 * An entry is `--flag`, `--flag=value`, or a value that follows its flag.
 */
export function checkExtraArgs(args: readonly string[], release: string, reserved: ReservedFlags = {}): string[] {
  const { stray, usages } = flagUsages(args);
  const resolved = usages.map((usage) => ({ usage, target: findFlag(usage.written, release) }));
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

function checkKnown(usage: FlagUsage, target: ReleaseFlag, release: string, reserved: ReservedFlags): string[] {
  const problem = flagAbsence(usage, target, release, { reserved });
  if (problem) return [problem];
  // Before 0.12 -O3 was short for a level of --compilation-config
  const value = usage.written === '-O' ? undefined : reserved[target.flag.name];
  // What a reserved flag may be is for its own value to say
  const more = value === undefined ? checkListed(usage, target, release) : [elsewhere(usage, target, value)];
  const wrong = checkValue(usage, target, release);
  return [...wrong, ...more, ...(wrong.length > 0 ? [] : checkRefused(usage, target))];
}

function elsewhere({ written, path = '', inline }: FlagUsage, { flag }: ReleaseFlag, value: string): string {
  if (!value) return `${written} is for the chart to set: remove it.`;
  const isJson = flag.type.startsWith('json') && inline !== undefined && !path.endsWith('+');
  // JSON is YAML too
  const to = isJson ? `${path && `.${path}`} to ${inline}` : '';
  return `${written} has a value of its own: set ${value}${to}.`;
}

function unknown({ written }: FlagUsage, release: string): string[] {
  const [flag = '', value] = written.split(/\s+(.*)/s);
  if (value !== undefined && flag !== '')
    return [`"${written}" is one entry: write ${flag}=${value}, or the flag and its value as two entries.`];
  const near = nearestFlag(written, release);
  const opposite = near === undefined ? oppositeFlag(written, release) : undefined;
  const advice =
    near === undefined
      ? `${opposite === undefined ? '' : `${opposite} is the opposite, `}remove it.`
      : `did you mean ${near}?`;
  return [`${written} is not a flag of ${nearestKnown(release)}: ${advice}`];
}

/** What an unknown flag was looked up in. */
function nearestKnown(release: string): string {
  const { version } = findRelease(release) ?? newestRelease;
  return plainVersion(release) === version ? `vLLM ${version}` : `vLLM ${version}, the nearest release in the catalog`;
}

/** Problems of the values that a flag is given: how many there are, not what they are. */
function checkValue(usage: FlagUsage, target: ReleaseFlag, release: string): string[] {
  const problem = checkPath(usage, target, release);
  if (problem) return [problem];
  const { inline, values } = usage;
  const { least, most } = target.values;
  if (most === 0) return inline === undefined && values.length === 0 ? [] : [noValue(usage, target)];
  const written = fullName(usage);
  if (inline === '' || (inline === undefined && values.length < least))
    return [`${written} has no value: write ${written}=<${valueName(target)}>, or leave the flag out.`];
  const surplus = inline === undefined ? values.slice(most) : values;
  return surplus.map((value) => `"${value}" follows ${written}, which has its value already: remove it.`);
}

function checkPath({ written, path }: FlagUsage, { flag, dottedKeys }: ReleaseFlag, release: string) {
  if (path === undefined) return undefined;
  if (!flag.type.startsWith('json'))
    return `${written}.${path}: ${written} is not a JSON flag and has no keys: write ${written}${flag.type === 'bool' ? '' : '=<value>'}.`;
  if (path.replace(/\+$/, '') === '') return `${written}.${path} names no key: write ${written}.<key>=<value>.`;
  if (!dottedKeys)
    return `vLLM ${release} does not read ${written}.${path} yet: write the whole JSON, as ${written}={"${path}": …}.`;
  return undefined;
}

function noValue({ written, inline, values }: FlagUsage, { flag, negated, negatable }: ReleaseFlag): string {
  const off = negatable ? `--no-${flag.name} for false` : 'leave it out for false';
  const advice = negated ? `write ${written} alone` : `write ${written} for true, ${off}`;
  return `${written} takes no value, and "${inline ?? values[0]}" is given: ${advice}.`;
}

function valueName({ flag }: ReleaseFlag): string {
  return flag.type === 'int' || flag.type === 'float' ? 'number' : flag.type.startsWith('json') ? 'JSON' : 'value';
}

function checkListed({ written, path, inline, values }: FlagUsage, target: ReleaseFlag, release: string): string[] {
  if (path !== undefined) return [];
  const given = inline === undefined ? values.slice(0, target.values.most) : [inline];
  return unknownChoices(written, target, given, release);
}

function checkRefused({ written, path, inline, values }: FlagUsage, { flag, negated }: ReleaseFlag): string[] {
  if (negated || path !== undefined) return [];
  const problem = refusal(written, flag.name, inline === undefined ? values : [inline]);
  return problem === undefined ? [] : [problem];
}

/** The same flag twice: the parser keeps the last and only logs a warning. */
function duplicates(usages: readonly { usage: FlagUsage; target: ReleaseFlag | undefined }[]): string[] {
  return usages.flatMap(({ usage, target }, at) => {
    if (!target || target.flag.repeatable) return [];
    const before = usages
      .slice(0, at)
      .find((earlier) => earlier.target?.flag === target.flag && clash(earlier.usage, usage));
    if (!before) return [];
    const [first, second] = [fullName(before.usage), fullName(usage)];
    return [`${first === second ? `${first} is given` : `${first} and ${second} set one flag`} twice: keep one.`];
  });
}

/** Dotted keys of one flag are merged, and `key+` appends; a whole JSON next to them is lost. */
function clash({ path: one }: FlagUsage, { path: other }: FlagUsage): boolean {
  return one === undefined || other === undefined || (one === other && !one.endsWith('+'));
}

function fullName({ written, path }: FlagUsage): string {
  return path === undefined ? written : `${written}.${path}`;
}

/** What a list of arguments gives a flag, as text: `true` or `false` of a switch; empty where the flag is not there. */
export function extraArg(args: readonly string[], name: string): string {
  for (const { written, path, inline, values } of flagUsages(args).usages) {
    const target = findFlag(written);
    if (target?.flag.name !== name || path !== undefined) continue;
    return target.negated ? 'false' : (inline ?? values[0] ?? 'true');
  }
  return '';
}
