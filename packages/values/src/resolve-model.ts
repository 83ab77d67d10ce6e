import { checkModel } from './check-model.ts';
import { inOrderOfUse, readComputed } from './computed.ts';
import { definitionsOfChart } from './values-of-chart.ts';
import { coreFunctions, type FunctionTable } from './expressions/functions.ts';
import { expressionReader } from './expressions/read-expressions.ts';
import type { LoadedModel } from './load-model.ts';
import {
  leavesOf,
  nullLeaves,
  presetLeaves,
  resolveRef,
  type Feature,
  type Model,
  type RootSchema,
  type UnknownKey,
  type SchemaParts,
  type ValuesModel,
} from './model.ts';
import { nearest } from './nearest.ts';
import { refuse, type Problem } from './problem.ts';
import { reachable } from './reachable.ts';
import { readRules } from './rules.ts';
import { isRecord } from './is-record.ts';
import { refName, typesOf, type Schema } from './schema.ts';
import { lazyValidator } from './schema-validator.ts';
import type { ChartRoot } from './source-schemas.ts';

/** What the code of a chart adds to its model. */
export type ChartCode = { functions?: FunctionTable; unknownKey?: UnknownKey | undefined };

/** Phase 2: the values as one closed schema, and the expressions over them, with the chart's own functions. */
export function resolveModel(loaded: LoadedModel, { functions = {}, unknownKey }: ChartCode = {}): Model {
  const values = resolveValues(loaded);
  const table = { ...coreFunctions, ...functions };
  const problems: Problem[] = [];
  const read = loaded.features.map(({ source, file }) => {
    const reader = expressionReader(file, table, problems);
    return {
      computed: readComputed(source.computed ?? {}, file, reader),
      rules: readRules('rules', source.rules ?? [], file, reader),
      warnings: readRules('warnings', source.warnings ?? [], file, reader),
    };
  });
  const computed = read.flatMap((feature) => feature.computed);
  const rules = read.flatMap((feature) => feature.rules);
  const warnings = read.flatMap((feature) => feature.warnings);
  problems.push(...twice('computed value', computed), ...twice('rule', [...rules, ...warnings]));
  const ordered = inOrderOfUse(computed, problems);
  refuse(problems);
  return { ...values, functions: table, unknownKey, computed: ordered, rules, warnings };
}

/** The values of a chart alone: joins the features into one schema and checks the rules of the house. */
export function resolveValues(loaded: LoadedModel): ValuesModel {
  const problems: Problem[] = [];
  const pool = poolDefinitions(loaded, problems);
  const properties: Record<string, Schema> = {};
  const owners: Record<string, string> = {};
  const features: Feature[] = loaded.features.map(({ name, source, file }) => {
    for (const [key, schema] of Object.entries(source.values)) {
      const owner = owners[key];
      if (owner !== undefined) {
        const message = `The value "${key}" is defined here and in ${owner}.`;
        problems.push({ ...file.locate(['values', key]), message, hint: 'Keep one of the two.' });
      }
      owners[key] = file.file;
      properties[key] = admitNull(closeObjects(schema, pool), schema.properties !== undefined);
    }
    const { title, description, hidden = false } = source;
    return { name, title, description, hidden, keys: Object.keys(source.values) };
  });
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: loaded.root.name,
    description: `Values of the chart ${loaded.root.name}.`,
    type: 'object',
    properties,
    additionalProperties: false,
    // Templates read computed values by the same definitions.
    definitions: reachable([properties, ...loaded.features.map(({ source }) => source.computed ?? {})], pool),
  } satisfies RootSchema & { $schema: string };
  const parts = { schema, kubernetes: new Set([...Object.keys(loaded.kubernetes), ...loaded.root.valuesOf]) };
  problems.push(...checkModel(parts, loaded, Object.keys(pool)), ...pathProblems(parts, loaded));
  refuse(problems);
  listPresetPaths(parts, loaded.root);
  return {
    root: loaded.root,
    features,
    ...parts,
    validator: lazyValidator(schema),
    defaults: defaultsOf(parts, schema) as Record<string, unknown>,
  };
}

/** The value that lists what to unset takes the paths and entries that presets set, what null leaves out, and nothing else. */
function listPresetPaths(parts: { schema: RootSchema } & SchemaParts, { presets }: ChartRoot): void {
  if (presets?.unset === undefined) return;
  const settable = presetLeaves(parts).flatMap(({ path, schema }) => {
    const { properties, default: entries = schema.examples?.[0] } = resolveRef(parts, schema);
    const keys = Object.keys(properties ?? (isRecord(entries) ? entries : {}));
    return [path, ...keys.map((key) => [...path, key])];
  });
  settable.push(...nullLeaves(parts).map(({ path }) => path));
  const list = parts.schema.properties[presets.unset]!;
  parts.schema.properties[presets.unset] = {
    ...list,
    items: { ...list.items, enum: settable.map((path) => path.join('.')) },
  };
}

/** Names that are taken already. */
function twice(kind: string, named: { name: string; place: Problem | object }[]): Problem[] {
  return named
    .filter(({ name }, index) => named.findIndex((other) => other.name === name) < index)
    .map(({ name, place }) => ({ ...place, message: `There is a ${kind} "${name}" already.` }));
}

/** Paths of chart.yaml that name no value. */
function pathProblems(parts: Pick<Model, 'schema' | 'kubernetes'>, { root, rootFile }: LoadedModel): Problem[] {
  const known = leavesOf(parts).map(({ path }) => path.join('.'));
  const names = known.flatMap((path) => path.split('.').map((_, depth, steps) => steps.slice(0, depth + 1).join('.')));
  const { presets, renamed } = root;
  const paths: [path: string, pointer: string[]][] = [
    ...(['value', 'unset'] as const).flatMap((key): [string, string[]][] =>
      presets?.[key] === undefined ? [] : [[presets[key], ['presets', key]]],
    ),
    ...Object.entries(presets?.groups ?? {}).flatMap(([group, named]) =>
      Object.entries(named).map(([key, path]): [string, string[]] => [path, ['presets', 'groups', group, key]]),
    ),
    ...Object.entries(renamed).map(([old, now]): [string, string[]] => [now.replace(/\[0\].*/, ''), ['renamed', old]]),
  ];
  return paths
    .filter(([path]) => !names.includes(path))
    .map(([path, pointer]) => {
      const near = nearest(path, names);
      return {
        ...rootFile.locate(pointer),
        message: `There is no value "${path}".`,
        ...(near && { hint: `Did you mean "${near}"?` }),
      };
    });
}

function poolDefinitions(loaded: LoadedModel, problems: Problem[]): Record<string, Schema> {
  const passed = loaded.passed.map((other) => definitionsOfChart(resolveValues(other), loaded.kubernetes));
  const pool: Record<string, Schema> = Object.assign({}, loaded.kubernetes, ...passed);
  for (const { source, file } of loaded.features) {
    for (const [name, schema] of Object.entries(source.definitions ?? {})) {
      if (pool[name] !== undefined) {
        const message = `The definition "${name}" exists already, in another feature or in Kubernetes.`;
        problems.push({ ...file.locate(['definitions', name]), message, hint: 'Give it another name.' });
      }
      // What refers to it decides whether it may be null.
      pool[name] = schema.properties ? closeObjects(schema, pool) : limitInteger(schema);
    }
  }
  return pool;
}

/**
 * Closes every object that lists its keys, and lets a leaf without a default, or that presets own, be null:
 * null means "as if it were not set".
 */
function closeObjects(schema: Schema, pool: Record<string, Schema>, isRequired = false): Schema {
  if (schema.properties !== undefined) {
    const properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, child]) => [
        key,
        closeObjects(child, pool, schema.required?.includes(key)),
      ]),
    );
    return { additionalProperties: false, ...schema, properties };
  }
  const nullable =
    schema['x-preset'] !== undefined ||
    schema['x-null'] !== undefined ||
    (schema.default === undefined && schema['x-unused'] === undefined && !isRequired);
  const target = schema.$ref === undefined ? undefined : pool[refName(schema.$ref)];
  const scalarRef = target !== undefined && target.properties === undefined && target.type !== 'object';
  if (!scalarRef && !nullable) return limitInteger(schema);
  const { $ref, ...siblings } = limitInteger(schema);
  const inlined: Schema = target !== undefined ? { ...target, ...siblings } : { ...siblings, ...($ref && { $ref }) };
  return admitNull(schema['x-preset'] === undefined ? inlined : admitNullEntries(inlined), nullable);
}

/** Null takes a single entry of an object away that presets own. */
function admitNullEntries(schema: Schema): Schema {
  if (schema.properties === undefined) return schema;
  const entries = Object.entries(schema.properties).map(([key, child]) => [key, admitNull(child)] as const);
  return { ...schema, properties: Object.fromEntries(entries) };
}

/** JSON numbers beyond this are not whole numbers any more, and Helm would wrap them around. */
const largestInteger = Number.MAX_SAFE_INTEGER;

function limitInteger(schema: Schema): Schema {
  if (!typesOf(schema).includes('integer') || schema.maximum !== undefined || schema.enum !== undefined) return schema;
  return { ...schema, maximum: largestInteger };
}

function admitNull(schema: Schema, nullable = true): Schema {
  if (schema.type === undefined || !nullable) return schema;
  return { ...schema, type: [...typesOf(schema), 'null'], ...(schema.enum && { enum: [...schema.enum, null] }) };
}

function defaultsOf(model: Pick<Model, 'schema'>, schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  const { properties } = resolveRef(model, schema);
  if (properties === undefined) return undefined;
  const entries = Object.entries(properties).flatMap(([key, child]) => {
    const value = defaultsOf(model, child);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}
