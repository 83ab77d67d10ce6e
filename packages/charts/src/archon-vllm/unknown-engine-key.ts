import { findFlag, flagOfKey, nearestFlag, oppositeFlag, successorOf } from '@archon/sizing';
import { nearest, type UnknownKey } from '@archon/values';
import { reservedFlags } from './reserved-flags.ts';

/**
 * What an unknown key of `engine` is to vLLM: a flag that belongs into extraArgs, one that another value sets, or one
 * that is gone. A misspelt key of `engine` itself is for the schema to explain.
 */
export const unknownEngineKey: UnknownKey = (path, value, known, schema) => {
  const [section, key = '', ...below] = path.map(String);
  if (section !== 'engine' || below.length > 0) return undefined;
  const name = flagOfKey(key);
  const flag = findFlag(name) ?? (nearest(key, known) === undefined ? misspelt(name) : undefined);
  const opposite = flag || nearest(key, known) !== undefined ? undefined : oppositeFlag(name);
  if (opposite !== undefined) return `Leave it out: vLLM's ${opposite} is the opposite.`;
  if (!flag) return undefined;
  const reserved = reservedFlags(schema);
  const { negated, availability, flag: entry } = flag;
  if (!availability.available) {
    const gone = 'removedIn' in availability ? `gone since vLLM ${availability.removedIn}` : 'unknown yet';
    return `vLLM's --${entry.name} is ${gone}: ${successorOf(entry, reserved)}.`;
  }
  const setBy = reserved[entry.name];
  if (setBy === '') return `--${entry.name} is for the chart to set: remove it.`;
  const off = negated !== (value === false);
  if (setBy !== undefined) return `This is ${setBy}${entry.type === 'bool' ? `: ${String(!off)}` : ''}.`;
  if (off && !flag.negatable) return `Leave it out: vLLM has no --no-${entry.name}.`;
  const argument = `--${off ? 'no-' : ''}${entry.name}${valueText(value)}`;
  return `It is a flag without a value of its own: write engine.extraArgs: [${inYaml(argument)}].`;
};

function misspelt(name: string) {
  const near = nearestFlag(name);
  return near === undefined ? undefined : findFlag(near);
}

function valueText(value: unknown): string {
  if (typeof value === 'boolean' || value === null || value === undefined) return '';
  return `=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
}

const inYaml = (argument: string): string =>
  /^[A-Za-z0-9=._/-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "''")}'`;
