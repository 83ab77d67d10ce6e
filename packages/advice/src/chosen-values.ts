import { isRecord } from '@archon/values/is-record';
import type { Choices, Values } from './choices.ts';

/** The values that a person has chosen: they are in the file as they are. `modelId`: the model is where no plan says. */
export function chosenValues({ engine, set = {} }: Choices, modelId?: string): Values {
  const { engine: further, ...others } = set;
  const all = { ...engine, ...(isRecord(further) && further) };
  const model = { ...(modelId !== undefined && { id: modelId }), ...(isRecord(others.model) && others.model) };
  return {
    ...(Object.keys(model).length > 0 && { model }),
    ...(Object.keys(all).length > 0 && { engine: all }),
    ...Object.fromEntries(Object.entries(others).filter(([key]) => key !== 'model')),
  };
}

/** Values with another one at a path; undefined leaves it out, with the maps that are then empty. */
export function withValue(values: Values, [key, ...below]: readonly string[], value: unknown): Values {
  if (key === undefined) return values;
  const { [key]: before, ...others } = values;
  const next = below.length === 0 ? value : withValue(isRecord(before) ? before : {}, below, value);
  const empty = next === undefined || (below.length > 0 && isRecord(next) && Object.keys(next).length === 0);
  if (empty) return others;
  // where it was
  return Object.hasOwn(values, key) ? { ...values, [key]: next } : { ...others, [key]: next };
}

/** Each value with its path, down to three keys: what is deeper is one value. */
export function entriesIn(values: Values, path: readonly string[] = []): { path: string[]; value: unknown }[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const below = [...path, key];
    const nested = isRecord(value) && Object.keys(value).length > 0 && below.length < 3;
    return nested ? entriesIn(value, below) : [{ path: below, value }];
  });
}
