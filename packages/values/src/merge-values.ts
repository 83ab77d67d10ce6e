import { isOwnObject, leavesOf, nullLeaves, presetLeaves, type ValuesModel } from './model.ts';
import { asNumber } from './number-text.ts';
import { isRecord } from './is-record.ts';
import { valueAt } from './value-at.ts';

type Values = Record<string, unknown>;

/** The values of a preset by group, and under `about` what computed values tell of it, which is never merged. */
export type PresetValues = Readonly<Record<string, Values>>;

/** Merges maps by key, later wins; anything else replaces. null is a value here. */
export function deepMerge(base: Values, over: Values): Values {
  const merged: Values = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isRecord(below) && isRecord(value) ? deepMerge(below, value) : value;
  }
  return merged;
}

/**
 * Effective values: chart default < preset < user, as the named template `archon-vllm.values` merges them in Helm.
 * A group of a preset with `unless` does not apply where the user sets that value to something else.
 */
export function mergeValues(model: ValuesModel, presets: Record<string, PresetValues>, user: Values): Values {
  const kept = dropNullsOverDefaults(model, user);
  const { value: name = '', unset, groups = {} } = model.root.presets ?? {};
  const preset = presets[String(kept[name] ?? model.defaults[name])];
  const given = (path?: string): unknown => (path === undefined ? undefined : valueAt(kept, path.split('.')));
  let merged = model.defaults;
  for (const [group, { unless, copyOf }] of Object.entries(preset ? groups : {})) {
    const own = given(copyOf) ?? given(unless);
    const values = preset![group] ?? {};
    if (own === undefined || own === null || own === valueAt(values, unless!.split('.')))
      merged = deepMerge(merged, values);
  }
  const leaves = presetLeaves(model).map(({ path }) => path);
  const listed = (unset === undefined ? [] : ((kept[unset] ?? []) as string[])).map((path) => path.split('.'));
  for (const path of listed) merged = reset(merged, path, isLeaf(path, leaves) ? model.defaults : {});
  merged = deepMerge(merged, kept);
  for (const { path } of nullLeaves(model))
    if (valueAt(kept, path) === null || isLeaf(path, listed)) merged = reset(merged, path, {});
  for (const path of leaves) {
    const value = valueAt(kept, path);
    if (value === null) merged = reset(merged, path, model.defaults);
    else if (isRecord(value)) {
      const entries = Object.keys(value).filter((key) => value[key] === null);
      for (const key of entries) merged = reset(merged, [...path, key], {});
    }
  }
  for (const { path, schema } of leavesOf(model)) {
    if (schema['x-number'] !== true) continue;
    const parent = valueAt(merged, path.slice(0, -1));
    const key = path.at(-1)!;
    if (isRecord(parent) && Object.hasOwn(parent, key)) parent[key] = asNumber(schema, parent[key]);
  }
  return merged;
}

const isLeaf = (path: readonly string[], leaves: readonly string[][]): boolean =>
  leaves.some((leaf) => leaf.join('.') === path.join('.'));

/** The defaults in values.yaml: all but those of values that presets own. */
export function activeDefaults(model: ValuesModel): Values {
  return leavesOf(model).reduce<Values>((active, { path, schema }) => {
    const value = valueAt(model.defaults, path);
    if (value === undefined || schema['x-preset']) return active;
    return deepMerge(active, path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values);
  }, {});
}

/** `image: null` means the default again: Helm drops a null whose key is in values.yaml. Some values it leaves out. */
export function dropNullsOverDefaults(model: ValuesModel, user: Values): Values {
  const leftOut = new Set(nullLeaves(model).map(({ path }) => path.join('.')));
  const drop = (active: unknown, values: Values, path: string[] = []): Values => {
    const entries = Object.entries(values).flatMap(([key, value]) => {
      const below = isRecord(active) ? active[key] : undefined;
      const here = [...path, key];
      if (value === null && below !== undefined && !leftOut.has(here.join('.'))) return [];
      return [[key, isRecord(value) ? drop(below, value, here) : value] as const];
    });
    return Object.fromEntries(entries);
  };
  const sections = Object.entries(user).filter(
    ([key, value]) => value !== null || !isOwnObject(model, model.schema.properties[key] ?? {}),
  );
  return drop(activeDefaults(model), Object.fromEntries(sections));
}

/** Values as if no preset had set a path, or an entry of it: the chart's default, or else nothing. */
function reset(values: Values, [key, ...rest]: readonly string[], defaults: unknown): Values {
  if (key === undefined || !Object.hasOwn(values, key)) return values;
  const fallback = isRecord(defaults) ? defaults[key] : undefined;
  if (rest.length > 0) {
    const below = values[key];
    return isRecord(below) ? { ...values, [key]: reset(below, rest, fallback) } : values;
  }
  const { [key]: _, ...others } = values;
  return fallback === undefined ? others : { ...values, [key]: fallback };
}
