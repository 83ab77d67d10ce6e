import { resolveRef, type Model } from '../model.ts';
import { isRecord } from '../is-record.ts';
import { type Schema } from '../schema.ts';
import type { Path } from '../yaml-file.ts';

/** One way to break values: where, what is there then, and what it breaks. */
export interface Mutation {
  path: Path;
  value: unknown;
  breaks: 'key' | 'type' | 'range';
}

/** Every single mutation that must be refused: an unknown key in each closed map, a wrong type, a value out of range. */
export function mutationsOf(model: Model, values: unknown): Mutation[] {
  const wrong: unknown[] = ['text', 1.5, true, ['item'], { key: 'value' }];
  const visit = (schema: Schema, value: unknown, path: Path): Mutation[] => {
    const resolved = resolveRef(model, schema);
    const types = [resolved.type ?? []].flat();
    const replacements =
      types.length === 0 || path.length === 0 ? [] : wrong.filter((other) => !types.includes(typeName(other)));
    const own: Mutation[] = [
      ...replacements.map((replacement) => ({ path, value: replacement, breaks: 'type' as const })),
      ...outside(resolved, value).map((replacement) => ({ path, value: replacement, breaks: 'range' as const })),
    ];
    if (Array.isArray(value))
      return [...own, ...value.flatMap((item, index) => visit(resolved.items ?? {}, item, [...path, index]))];
    if (!isRecord(value)) return own;
    const { properties = {}, patternProperties = {}, additionalProperties } = resolved;
    const children = Object.entries(value).flatMap(([key, child]) => {
      const named = properties[key] ?? Object.values(patternProperties)[0];
      const below = named ?? (isRecord(additionalProperties) ? additionalProperties : {});
      return visit(below, child, [...path, key]);
    });
    const closed: Mutation[] =
      additionalProperties === false ? [{ path: [...path, 'noSuchKey'], value: 1, breaks: 'key' }] : [];
    return [...own, ...closed, ...children];
  };
  return visit(model.schema, values, []);
}

/** Values of the type of a value, outside of what its schema admits. */
function outside(schema: Schema, value: unknown): unknown[] {
  const { minimum, maximum, exclusiveMinimum, pattern, minLength, minItems, uniqueItems } = schema;
  if (schema.enum) return [typeof value === 'number' ? -1 : 'no such choice'];
  if (Array.isArray(value))
    return [...(minItems ? [[]] : []), ...(uniqueItems && value.length > 0 ? [[...value, ...value]] : [])];
  if (typeof value === 'string') return [...(pattern === undefined ? [] : ['"\n']), ...(minLength ? [''] : [])];
  if (typeof value !== 'number') return [];
  const least = exclusiveMinimum ?? (minimum === undefined ? undefined : minimum - 1);
  return [least, maximum === undefined ? undefined : maximum + 1].filter((one) => one !== undefined);
}

/** The type in JSON Schema; 1.5 is not a whole number. */
const typeName = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

/** A copy of values with something else at a path. */
export function mutate(values: unknown, { path: [step, ...rest], value }: Pick<Mutation, 'path' | 'value'>): unknown {
  if (step === undefined) return value;
  if (Array.isArray(values))
    return values.map((item, index) => (index === step ? mutate(item, { path: rest, value }) : item));
  const record = values as Record<string, unknown>;
  return { ...record, [step]: mutate(record[step], { path: rest, value }) };
}
