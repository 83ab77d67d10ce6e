import { type JsonSchema, mapSchemas } from './json-schema.ts';

// Shorter ones are as clear where they are.
const worthSharing = 200;

/**
 * The definitions with each larger schema that they repeat said once and referred to: a CustomResourceDefinition writes
 * all of it out in each place, and a validator takes seconds for what it could read in milliseconds.
 */
export function shareRepeats(definitions: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const seen = new Map<string, number>();
  const count = (schema: JsonSchema): JsonSchema => {
    const text = JSON.stringify(schema);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    // What is in a repeat repeats with it.
    if (times === 1) mapSchemas(schema, count);
    return schema;
  };
  Object.values(definitions).forEach(count);

  const shared: Record<string, JsonSchema> = {};
  const names = new Map<string, string>();
  const share = (schema: JsonSchema): JsonSchema => {
    const text = JSON.stringify(schema);
    if (text.length < worthSharing || seen.get(text) === 1) return mapSchemas(schema, share);
    let name = names.get(text);
    if (!name) {
      name = `shared.${names.size + 1}`;
      names.set(text, name);
      shared[name] = mapSchemas(schema, share);
    }
    return { $ref: `#/definitions/${name}` };
  };
  const rest = Object.entries(definitions).map(([name, schema]) => [name, mapSchemas(schema, share)] as const);
  return { ...Object.fromEntries(rest), ...shared };
}
