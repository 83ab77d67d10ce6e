import type { ValidateFunction } from 'ajv';
import type { ComputedValue } from './computed.ts';
import type { FunctionTable } from './expressions/functions.ts';
import type { Rule } from './rules.ts';
import { refName, type Schema } from './schema.ts';
import type { ChartRoot } from './source-schemas.ts';
import type { Path } from './yaml-file.ts';

/** A titled group of top-level values. */
export interface Feature {
  /** Name of its file. */
  name: string;
  title: string;
  description: string;
  hidden: boolean;
  /** Its top-level values, in order. */
  keys: string[];
}

/** The values of a chart: what may be set, and what counts where nothing is. */
export interface ValuesModel {
  root: ChartRoot;
  features: Feature[];
  /** One closed, self-contained draft-07 document, with our `x-` keywords still in it. */
  schema: RootSchema;
  /** Validates values against the schema; its errors have their values and schemas with them. */
  validator: () => ValidateFunction;
  /** Names of the definitions that are not this chart's: Kubernetes' own types, and the values of other charts. */
  kubernetes: ReadonlySet<string>;
  /** Defaults of all values, preset leaves included; every object of ours is present. */
  defaults: Record<string, unknown>;
}

/**
 * What an unknown key means to a chart, as a sentence that says what to write; undefined where it means nothing. It gets
 * the keys that are known there, and the schema of all values.
 */
export type UnknownKey = (path: Path, value: unknown, known: readonly string[], schema: Schema) => string | undefined;

/** The resolved model of one chart: what every later phase works from. */
export interface Model extends ValuesModel {
  /** What expressions may call: the functions that every chart has, and the chart's own. */
  functions: FunctionTable;
  /** What the chart knows about an unknown key. */
  unknownKey?: UnknownKey | undefined;
  /** Each after those that it uses. */
  computed: ComputedValue[];
  rules: Rule[];
  /** What NOTES and `archon validate` say of values that are valid. */
  warnings: Rule[];
}

export type RootSchema = Schema & { properties: Record<string, Schema>; definitions: Record<string, Schema> };

/** The part of a model that paths and references are looked up in. */
export type SchemaParts = Pick<ValuesModel, 'schema' | 'kubernetes'>;

export interface Leaf {
  path: string[];
  schema: Schema;
}

/** Follows a local reference; the siblings of `$ref` (description, default, x-) win. */
export function resolveRef(model: Pick<SchemaParts, 'schema'>, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...siblings } = schema;
  return { ...resolveRef(model, model.schema.definitions[refName($ref)] ?? {}), ...siblings };
}

/** True for an object whose keys the model lists one by one, so that each of them is a value of ours. */
export function isOwnObject(model: SchemaParts, schema: Schema): boolean {
  if (schema.$ref !== undefined && model.kubernetes.has(refName(schema.$ref))) return false;
  if (schema['x-preset'] !== undefined) return false;
  return resolveRef(model, schema).properties !== undefined;
}

/** All leaves in the order of the model: scalars, lists, open maps and Kubernetes objects. */
export function leavesOf(model: SchemaParts): Leaf[] {
  const visit = (schema: Schema, path: string[]): Leaf[] =>
    path.length === 0 || isOwnObject(model, schema)
      ? Object.entries(resolveRef(model, schema).properties ?? {}).flatMap(([key, child]) =>
          visit(child, [...path, key]),
        )
      : [{ path, schema }];
  return visit(model.schema, []);
}

/** The leaves that presets may set, all or those of one group. */
export function presetLeaves(model: SchemaParts, group?: string): Leaf[] {
  return leavesOf(model).filter(({ schema }) => (group ? schema['x-preset'] === group : schema['x-preset']));
}

/** The leaves that null leaves out, although they have a default. */
export const nullLeaves = (model: SchemaParts): Leaf[] => leavesOf(model).filter(({ schema }) => schema['x-null']);
