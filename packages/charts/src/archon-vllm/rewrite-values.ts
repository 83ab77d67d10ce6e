import { findFlag } from '@archon/sizing';
import { flagUsages } from '@archon/sizing/flag-usages';
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

/** A flag of engine.extraArgs with whole JSON, where its value is not set yet. */
function jsonFlags(values: Values, reserved: Readonly<Record<string, string>>): Rewritten[] {
  const list = valueAt(values, ['engine', 'extraArgs']);
  if (!Array.isArray(list) || !list.every((entry): entry is string => typeof entry === 'string')) return [];
  const { stray, usages } = flagUsages(list);
  let at = stray.length;
  const moved = usages.flatMap(({ written, path, inline, values: following }) => {
    const first = at;
    at += 1 + following.length;
    const [text = '', ...more] = inline === undefined ? following : [inline, ...following];
    const target = reserved[findFlag(written)?.flag.name ?? '']?.split('.');
    const value = path === undefined && more.length === 0 ? mapIn(text) : undefined;
    if (target?.[0] !== 'engine' || value === undefined || isRecord(valueAt(values, target))) return [];
    return [{ from: written, target, value, entries: [...Array(at - first).keys()].map((n) => first + n) }];
  });
  const emptied = moved.flatMap(({ entries }) => entries).length === list.length;
  return moved.toReversed().map(({ from, target, value, entries }, index) => ({
    from: `${from} of engine.extraArgs`,
    to: target.join('.'),
    edits: [
      { path: target, value },
      ...(emptied && index === moved.length - 1
        ? [{ path: ['engine', 'extraArgs'] }]
        : entries.toReversed().map((entry) => ({ path: ['engine', 'extraArgs', entry] }))),
    ],
  }));
}

function mapIn(text: string): Values | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
