import { presetLeaves, type Model } from './model.ts';
import { valueAt } from './value-at.ts';
import { isRecord } from './schema.ts';

type Values = Record<string, unknown>;

/** The values of a preset, by what they depend on. */
export interface PresetValues {
  hardware: Values;
  model: Values;
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
  const owned = new Set(presetLeaves(model).map(({ path }) => path.join('.')));
  const healed = dropDefaultedNulls(model.defaults, user, owned);
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
  for (const { path } of presetLeaves(model)) if (valueAt(healed, path) === null) unset(merged, path, model.defaults);
  return merged;
}

/** `image: null` means the default again: Helm drops a null whose key stands in values.yaml. */
function dropDefaultedNulls(defaults: unknown, user: Values, owned: Set<string>, path: string[] = []): Values {
  const entries = Object.entries(user).flatMap(([key, value]) => {
    const below = isRecord(defaults) ? defaults[key] : undefined;
    const here = [...path, key];
    if (value === null && below !== undefined && !owned.has(here.join('.'))) return [];
    return [[key, isRecord(value) ? dropDefaultedNulls(below, value, owned, here) : value] as const];
  });
  return Object.fromEntries(entries);
}

/** null on a preset leaf wins over the preset: the chart's default, or else nothing. */
function unset(values: Values, path: string[], defaults: Values): void {
  const parent = valueAt(values, path.slice(0, -1));
  if (!isRecord(parent)) return;
  const fallback = valueAt(defaults, path);
  const key = path.at(-1)!;
  if (fallback === undefined) delete parent[key];
  else parent[key] = fallback;
}
