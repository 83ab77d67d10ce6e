import { resolveRef, typesOf, type Path, type Schema } from '@archon/values';
import { model } from './chart.ts';

/** A place in the values: where it is, and what its schema says. Lists have one item, open maps one key. */
export interface Place {
  path: Path;
  schema: Schema;
}

/** The key under which an open map is looked into. */
const openKey = 'memory'; // resource lists take no other word without a slash

const resolve = (schema: Schema): Schema => resolveRef(model, schema);

/** What lies directly below a schema: keys of a map, the item of a list, a value of an open map. */
function childrenOf(schema: Schema): [string | number, Schema][] {
  if (schema.properties) return Object.entries(schema.properties);
  if (schema.items) return [[0, schema.items]];
  return typeof schema.additionalProperties === 'object' ? [[openKey, schema.additionalProperties]] : [];
}

/** All places of the model's schema, parents before children. The chart's own copy of it is what Helm is asked about. */
export const places: Place[] = (function visit(raw: Schema, path: Path): Place[] {
  const schema = resolve(raw);
  return [{ path, schema }, ...childrenOf(schema).flatMap(([step, child]) => visit(child, [...path, step]))];
})(model.schema, []);

export const isMap = ({ schema }: Place): boolean => typesOf(schema).includes('object');

/** A map that takes keys the schema does not list. */
export const isOpen = ({ schema }: Place): boolean => schema.additionalProperties !== false;

/** A type of Kubernetes that is referred to alone: its own examples hold what its conditions require. */
const isOfKubernetes = ({ $ref, examples }: Schema): boolean => $ref !== undefined && examples === undefined;

/** A short text that a pattern of Kubernetes allows. */
const matching = (pattern: string): string => ['1', 'a', '*'].find((text) => new RegExp(pattern).test(text)) ?? '1';

/** A small valid value for a schema: only what is required. */
function least(raw: Schema): unknown {
  const schema = resolve(raw);
  if (schema.enum) return schema.enum[0];
  if (schema.pattern !== undefined) return schema.examples?.[0] ?? schema.default ?? matching(schema.pattern);
  if (isOfKubernetes(raw) && schema.examples) return schema.examples[0];
  if (schema.minProperties)
    return Object.fromEntries(
      childrenOf(schema)
        .slice(0, 1)
        .map(([key, child]) => [key, least(child)]),
    );
  switch (typesOf(schema)[0]) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((key) => [key, least(schema.properties![key]!)]));
    case 'array':
      return schema.minItems ? [least(schema.items!)] : [];
    case 'string':
      return schema.examples?.[0] ?? (schema.minLength ? 'x' : '');
    case 'boolean':
      return true;
    default:
      return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : 0.5);
  }
}

/** The smallest valid values in which `change` replaces the value at a path. */
export function valuesWith(path: Path, change: (value: unknown) => unknown): unknown {
  return (function build(raw: Schema, [step, ...rest]: Path): unknown {
    const value = least(raw);
    if (step === undefined) return change(value);
    const { required = [], minProperties = 0, maxProperties } = resolve(raw);
    // Where only some keys may be together, those that have to be there, and the one of the path.
    const few = maxProperties !== undefined && (minProperties <= required.length || !required.includes(String(step)));
    const child = build(childrenOf(resolve(raw)).find(([key]) => key === step)![1], rest);
    return typeof step === 'number' ? [child] : { ...(few ? pick(value, required) : (value as object)), [step]: child };
  })(model.schema, path);
}

/** Valid values with every place; `change` may replace the value of each. */
export function allValues(change: (value: unknown, place: Place) => unknown): unknown {
  return (function build(raw: Schema, path: Path): unknown {
    const schema = resolve(raw);
    const below = childrenOf(schema).map(([step, child]) => [step, build(child, [...path, step])] as const);
    const value = schema.items
      ? below.map(([, item]) => item)
      : below.length > 0
        ? Object.fromEntries(below)
        : least(schema);
    return change(value, { path, schema });
  })(model.schema, []);
}

/** A change for allValues: only as many keys of a map as it may have together. */
export function fewKeys(value: unknown, { schema: { maxProperties, required = [] } }: Place): unknown {
  if (maxProperties === undefined) return value;
  const optional = Object.entries(value as object).filter(([key]) => !required.includes(key));
  const kept = optional.slice(0, maxProperties - required.length).map(([key]) => key);
  return pick(value, [...required, ...kept]);
}

const pick = (value: unknown, keys: string[]): object =>
  Object.fromEntries(Object.entries(value as object).filter(([key]) => keys.includes(key)));

/** A path as Helm's schema library prints it. */
export const pointerOf = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
