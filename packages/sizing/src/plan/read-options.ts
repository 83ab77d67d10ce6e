import { numberOf } from '@archon/values/number-text';
import { dottedKeys, jsonOrText, mergeJson } from '../dotted-keys.ts';
import { flagUsages, type FlagUsage } from '../flag-usages.ts';
import { findFlag, flagOfKey, type ReleaseFlag } from '../flags.ts';
import type { QuestionOptions } from './types.ts';

/** What a key of a question means: the engine's key, a path below it, and whether it is the flag's `--no-` form. */
interface Meaning {
  readonly key: string;
  readonly path?: string;
  readonly negated: boolean;
}

const meanings = new Map<string, Meaning>();

/** What -O sets is of another flag before 0.12, so that it has a key of its own. */
const LEVEL: Meaning = { key: 'O', negated: false };

/**
 * Options by the engine's keys however they are written: `maxModelLen`, `--max-model-len`, `-tp`,
 * `compilation-config.mode`, `-O3`, and the arguments in extraArgs, which the other options override as in the chart.
 */
export function readOptions(options: QuestionOptions): QuestionOptions {
  const keys = Object.keys(options);
  if (keys.every((key) => key !== 'extraArgs' && isPlain(key))) return options;
  const { extraArgs } = options;
  const read: Record<string, unknown> = {};
  if (Array.isArray(extraArgs))
    for (const usage of flagUsages(extraArgs.map(String)).usages) add(read, ...argument(usage));
  for (const key of keys) {
    if (key === 'extraArgs') continue;
    const level = /^-O(\d)$/.exec(key)?.[1];
    if (key === '-O' || level !== undefined) add(read, LEVEL, level === undefined ? options[key] : Number(level));
    else add(read, meaningOf(key), options[key]);
  }
  return read;
}

function isPlain(key: string): boolean {
  if (key.startsWith('-')) return false;
  const meaning = meaningOf(key);
  return meaning.key === key && !meaning.negated;
}

function add(read: Record<string, unknown>, { key, path, negated }: Meaning, value: unknown): void {
  if (path === undefined) {
    read[key] = negated ? value === false : value;
    return;
  }
  read[key] = mergeJson(read[key], dottedKeys(path, value));
}

function argument({ written, path, inline, values }: FlagUsage): readonly [Meaning, unknown] {
  if (written === '-O' && path === undefined)
    return [LEVEL, numberOf(inline ?? values[0] ?? '') ?? inline ?? values[0]];
  const meaning = meaningOf(path === undefined ? written : `${written}.${path}`);
  const text = inline ?? (values.length > 1 ? undefined : values[0]);
  if (text === undefined) return [meaning, values.length > 1 ? values : true];
  if (path !== undefined) return [meaning, text];
  const flag = findFlag(written)?.flag;
  return [meaning, flag?.type.startsWith('json') ? jsonOrText(text) : (numberOf(text) ?? text)];
}

function meaningOf(key: string): Meaning {
  let meaning = meanings.get(key);
  if (!meaning) meanings.set(key, (meaning = findMeaning(key)));
  return meaning;
}

function findMeaning(key: string): Meaning {
  const dot = key.indexOf('.');
  const [head, path] = dot < 0 ? [key, undefined] : [key.slice(0, dot), key.slice(dot + 1)];
  const found: ReleaseFlag | undefined = findFlag(head.startsWith('-') ? head : flagOfKey(head));
  if (!found) return { key, negated: false };
  const name = keyOfFlag(found.flag.name);
  return { key: name, negated: found.negated, ...(path !== undefined && { path }) };
}

/** `maxModelLen` of `max-model-len`. */
export const keyOfFlag = (name: string): string =>
  name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
