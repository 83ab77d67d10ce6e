import { findFlag } from '@archon/sizing';
import { dottedKeys, mergeJson } from '@archon/sizing/dotted-keys';
import { flagUsages, type FlagUsage } from '@archon/sizing/flag-usages';
import { jsonOption } from '@archon/sizing/json-option';
import { isRecord, valueAt } from '@archon/values';
import type { RewriteValues, Rewritten } from '@archon/values/migrate-values';
import { reservedFlags } from './reserved-flags.ts';

type Values = Record<string, unknown>;

/** Old values whose form has changed: ingress.tls, a map before 0.3, and JSON flags that have a value of their own now. */
export const rewriteValues: RewriteValues = (values, schema) => [
  ...tlsAsList(values),
  ...jsonFlags(values, reservedFlags(schema)),
];

/** The map was for the only host; without `enabled` there was no HTTPS. */
function tlsAsList(values: Values): Rewritten[] {
  const path = ['ingress', 'tls'];
  const tls = valueAt(values, path);
  if (!isRecord(tls)) return [];
  const hosts = (valueAt(values, ['ingress', 'hosts']) as { host?: string }[] | undefined) ?? [];
  const named = hosts.flatMap(({ host }) => host ?? []);
  if (tls.enabled === true && named.length === 0) return [];
  const entry = { ...(tls.secretName ? { secretName: tls.secretName } : {}), hosts: named };
  return [
    {
      from: 'ingress.tls',
      to: 'a list',
      edits: [{ path, value: tls.enabled === true ? [entry] : [] }],
    },
  ];
}

/** Flags of engine.extraArgs with JSON, whole or by dotted keys, where the value is not set yet. */
function jsonFlags(values: Values, reserved: Readonly<Record<string, string>>): Rewritten[] {
  const list = valueAt(values, ['engine', 'extraArgs']);
  if (!Array.isArray(list) || !list.every((entry): entry is string => typeof entry === 'string')) return [];
  const moved = movable(list, reserved).filter(({ target }) => !isRecord(valueAt(values, target)));
  const entries = moved.flatMap((one) => one.entries).toSorted((a, b) => b - a);
  const emptied = entries.length === list.length;
  const cuts = emptied ? [['engine', 'extraArgs']] : entries.map((entry) => ['engine', 'extraArgs', entry]);
  return moved.map(({ from, target, value }, index) => ({
    from: `${from} of engine.extraArgs`,
    to: target.join('.'),
    edits: [{ path: target, value }, ...(index === moved.length - 1 ? cuts.map((path) => ({ path })) : [])],
  }));
}

interface Movable {
  readonly from: string;
  readonly target: readonly string[];
  readonly value: Values;
  readonly dotted: boolean;
  /** Its places in the list. */
  readonly entries: readonly number[];
}

function movable(list: readonly string[], reserved: Readonly<Record<string, string>>): Movable[] {
  const found = new Map<string, (Movable | undefined)[]>();
  const { stray, usages } = flagUsages(list);
  let at = stray.length;
  for (const usage of usages) {
    const entries = [usage, ...usage.values].map((_, index) => at + index);
    at += entries.length;
    const target = reserved[findFlag(usage.written)?.flag.name ?? ''];
    if (!target?.startsWith('engine.')) continue;
    const value = jsonOf(usage);
    const dotted = usage.path !== undefined;
    const one = value && { from: usage.written, target: target.split('.'), value, dotted, entries };
    found.set(target, [...(found.get(target) ?? []), one]);
  }
  return [...found.values()].flatMap(joined);
}

/** One flag with whole JSON, or all its dotted keys as one value. A flag that is given in both forms is left alone. */
function joined(usages: readonly (Movable | undefined)[]): Movable[] {
  const [first, ...others] = usages;
  if (!first || !others.every((one) => one !== undefined)) return [];
  if (others.length > 0 && !usages.every((one) => one?.dotted)) return [];
  return [
    others.reduce(
      (all, one) => ({ ...all, value: mergeJson(all.value, one.value), entries: [...all.entries, ...one.entries] }),
      first,
    ),
  ];
}

function jsonOf({ path, inline, values }: FlagUsage): Values | undefined {
  const [text = '', ...more] = inline === undefined ? values : [inline, ...values];
  if (more.length > 0) return undefined;
  return path === undefined ? (jsonOption(text) ?? undefined) : dottedKeys(path, text);
}
