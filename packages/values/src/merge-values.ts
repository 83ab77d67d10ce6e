import { isOwnObject, leavesOf, presetLeaves, type Model } from './model.ts';
import { valueAt } from './value-at.ts';
import { isRecord } from './schema.ts';

type Values = Record<string, unknown>;

/** The values of a preset, by what they depend on. */
export interface PresetValues {
  hardware: Values;
  model: Values;
  /** What facts tell of the preset; never merged. */
  about?: Values;
}

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
 * The preset's model group does not apply when the user names another model.
 */
export function mergeValues(model: Model, presets: Record<string, PresetValues>, user: Values): Values {
  const healed = dropHealedNulls(model, user);
  const name = healed.preset ?? model.defaults.preset;
  const preset = presets[String(name)];
  let merged = model.defaults;
  if (preset) {
    merged = deepMerge(merged, preset.hardware);
    const userModel = valueAt(healed, ['model', 'id']);
    if (userModel === undefined || userModel === null || userModel === valueAt(preset.model, ['model', 'id']))
      merged = deepMerge(merged, preset.model);
  }
  merged = deepMerge(merged, healed);
  for (const { path } of presetLeaves(model)) {
    const value = valueAt(healed, path);
    if (value === null) unset(merged, path, model.defaults);
    else if (isRecord(value)) {
      const entries = Object.keys(value).filter((key) => value[key] === null);
      for (const key of entries) unset(merged, [...path, key], {});
    }
  }
  return merged;
}

/** The defaults that stand in values.yaml: all but those of values that presets own. */
export function standingDefaults(model: Model): Values {
  return leavesOf(model).reduce<Values>((standing, { path, schema }) => {
    const value = valueAt(model.defaults, path);
    if (value === undefined || schema['x-preset']) return standing;
    return deepMerge(standing, path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values);
  }, {});
}

/** `image: null` means the default again: Helm drops a null whose key stands in values.yaml. */
export function dropHealedNulls(model: Model, user: Values): Values {
  const drop = (standing: unknown, values: Values): Values => {
    const entries = Object.entries(values).flatMap(([key, value]) => {
      const below = isRecord(standing) ? standing[key] : undefined;
      if (value === null && below !== undefined) return [];
      return [[key, isRecord(value) ? drop(below, value) : value] as const];
    });
    return Object.fromEntries(entries);
  };
  const sections = Object.entries(user).filter(
    ([key, value]) => value !== null || !isOwnObject(model, model.schema.properties[key] ?? {}),
  );
  return drop(standingDefaults(model), Object.fromEntries(sections));
}

/** null on a preset leaf, or on an entry of it, wins over the preset: the chart's default, or else nothing. */
function unset(values: Values, path: string[], defaults: Values): void {
  const parent = valueAt(values, path.slice(0, -1));
  if (!isRecord(parent)) return;
  const fallback = valueAt(defaults, path);
  const key = path.at(-1)!;
  if (fallback === undefined) delete parent[key];
  else parent[key] = fallback;
}
