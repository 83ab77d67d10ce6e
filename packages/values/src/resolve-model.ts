import { checkModel } from './check-model.ts';
import { readFacts } from './facts.ts';
import type { LoadedModel } from './load-model.ts';
import { resolveRef, type Model, type Section } from './model.ts';
import { refuse, type Problem } from './problem.ts';
import { readRules } from './rules.ts';
import { isRecord, refName, typesOf, type Schema } from './schema.ts';

/** Phase 2: joins the sections into one closed, self-contained schema and checks the rules of the house. */
export function resolveModel(loaded: LoadedModel): Model {
  const problems: Problem[] = [];
  const pool = poolDefinitions(loaded, problems);
  const properties: Record<string, Schema> = {};
  const owners: Record<string, string> = {};
  const sections: Section[] = loaded.sections.map(({ source, file }) => {
    for (const [key, schema] of Object.entries(source.properties)) {
      const owner = owners[key];
      if (owner !== undefined) {
        const message = `The value "${key}" is defined here and in ${owner}.`;
        problems.push({ ...file.locate(['properties', key]), message, hint: 'Keep one of the two.' });
      }
      owners[key] = file.file;
      properties[key] = admitNull(closeObjects(schema, pool), schema.properties !== undefined);
    }
    const { title, description, hidden = false } = source;
    return { title, description, hidden, keys: Object.keys(source.properties) };
  });
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: loaded.root.name,
    description: `Values of the chart ${loaded.root.name}.`,
    type: 'object',
    properties,
    additionalProperties: false,
    definitions: reachable(properties, pool),
  } satisfies Model['schema'] & { $schema: string };
  const kubernetes = new Set(Object.keys(loaded.kubernetes));
  const model: Model = { root: loaded.root, sections, schema, kubernetes, defaults: {}, facts: [], rules: [] };
  problems.push(...checkModel(model, loaded, Object.keys(pool)));
  refuse(problems);
  model.defaults = defaultsOf(model, schema) as Record<string, unknown>;
  model.facts = readFacts(loaded.facts);
  model.rules = readRules(loaded.rules);
  return model;
}

function poolDefinitions(loaded: LoadedModel, problems: Problem[]): Record<string, Schema> {
  const pool: Record<string, Schema> = { ...loaded.kubernetes };
  for (const { source, file } of loaded.sections) {
    for (const [name, schema] of Object.entries(source.definitions ?? {})) {
      if (pool[name] !== undefined) {
        const message = `The definition "${name}" exists already, in another section or in Kubernetes.`;
        problems.push({ ...file.locate(['definitions', name]), message, hint: 'Give it another name.' });
      }
      pool[name] = closeObjects(schema, pool);
    }
  }
  return pool;
}

/**
 * Closes every object that lists its keys, and lets a leaf without a default, or that presets own, be null:
 * null means "as if it were not set".
 */
function closeObjects(schema: Schema, pool: Record<string, Schema>): Schema {
  if (schema.properties !== undefined) {
    const properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, child]) => [key, closeObjects(child, pool)]),
    );
    return { additionalProperties: false, ...schema, properties };
  }
  const nullable =
    schema['x-preset'] !== undefined || (schema.default === undefined && schema['x-unused'] === undefined);
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

/** The definitions that the properties use, directly or through others, in alphabetical order. */
function reachable(properties: Record<string, Schema>, pool: Record<string, Schema>): Record<string, Schema> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isRecord(node)) return;
    if (typeof node.$ref === 'string' && !found.has(refName(node.$ref))) {
      found.add(refName(node.$ref));
      visit(pool[refName(node.$ref)]);
    }
    Object.values(node).forEach(visit);
  };
  visit(properties);
  return Object.fromEntries([...found].sort().flatMap((name) => (pool[name] ? [[name, pool[name]]] : [])));
}

function defaultsOf(model: Model, schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  const { properties } = resolveRef(model, schema);
  if (properties === undefined) return undefined;
  const entries = Object.entries(properties).flatMap(([key, child]) => {
    const value = defaultsOf(model, child);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}
