import type { Fact } from './facts.ts';
import type { ChartRoot } from './load-model.ts';
import type { Rule } from './rules.ts';
import { refName, type PresetGroup, type Schema } from './schema.ts';

export interface Section {
  title: string;
  description: string;
  hidden: boolean;
  /** Top-level values of this section, in order. */
  keys: string[];
}

/** The resolved values model of one chart: what every later phase works from. */
export interface Model {
  root: ChartRoot;
  sections: Section[];
  /** One closed, self-contained draft-07 document, with our `x-` keywords still in it. */
  schema: Schema & { properties: Record<string, Schema>; definitions: Record<string, Schema> };
  /** Names of the definitions that are Kubernetes' own. */
  kubernetes: ReadonlySet<string>;
  /** Defaults of all values, preset leaves included; every object of ours is present. */
  defaults: Record<string, unknown>;
  facts: Fact[];
  rules: Rule[];
}

export interface Leaf {
  path: string[];
  schema: Schema;
}

/** Follows a local reference; the siblings of `$ref` (description, default, x-) win. */
export function resolveRef(model: Pick<Model, 'schema'>, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...siblings } = schema;
  return { ...resolveRef(model, model.schema.definitions[refName($ref)] ?? {}), ...siblings };
}

/** True for an object whose keys the model lists one by one, so that each of them is a value of ours. */
export function isOwnObject(model: Pick<Model, 'schema' | 'kubernetes'>, schema: Schema): boolean {
  if (schema.$ref !== undefined && model.kubernetes.has(refName(schema.$ref))) return false;
  if (schema['x-preset'] !== undefined) return false;
  return resolveRef(model, schema).properties !== undefined;
}

/** All leaves in the order of the model: scalars, lists, open maps and Kubernetes objects. */
export function leavesOf(model: Pick<Model, 'schema' | 'kubernetes'>): Leaf[] {
  const visit = (schema: Schema, path: string[]): Leaf[] =>
    path.length === 0 || isOwnObject(model, schema)
      ? Object.entries(resolveRef(model, schema).properties ?? {}).flatMap(([key, child]) =>
          visit(child, [...path, key]),
        )
      : [{ path, schema }];
  return visit(model.schema, []);
}

/** The leaves that presets of a group may set. */
export function presetLeaves(model: Pick<Model, 'schema' | 'kubernetes'>, group?: PresetGroup): Leaf[] {
  return leavesOf(model).filter(({ schema }) => (group ? schema['x-preset'] === group : schema['x-preset']));
}
