import type { LoadedModel } from './load-model.ts';
import { isOwnObject, resolveRef, type SchemaParts } from './model.ts';
import { nearest } from './nearest.ts';
import type { Problem } from './problem.ts';
import { isRecord } from './is-record.ts';
import { formatPath, refName, schemaKeywords, typesOf, type Schema } from './schema.ts';

type HouseRule = (schema: Schema, path: string[], parts: SchemaParts) => boolean;

const readAsBoolean = /^(y|n|yes|no|on|off|true|false|null|~)$/i;

/** The rules of the house: the sentence is the message, the function says whether a value breaks it. */
const rules: [string, HouseRule][] = [
  ['A value must have a description.', (schema) => !schema.description],
  ['A description must end with a full stop.', (schema) => !!schema.description && !schema.description.endsWith('.')],
  ['A key must be in camelCase.', (_, path) => !/^[a-z][A-Za-z0-9]*$/.test(path.at(-1)!)],
  ['YAML 1.1 reads this key as a boolean or null.', (_, path) => readAsBoolean.test(path.at(-1)!)],
  ['A default may not be null: leave it out.', (schema) => schema.default === null],
  [
    'A value without a default must have an example.',
    (schema, _, parts) =>
      !isOwnObject(parts, schema) &&
      schema.default === undefined &&
      schema.examples === undefined &&
      schema['x-unused'] === undefined,
  ],
  [
    'A value must have a type, or be a reference.',
    (schema) => schema.type === undefined && schema.$ref === undefined && schema.properties === undefined,
  ],
  [
    'An object inside a list or an open map must be a definition, or say additionalProperties.',
    ({ items, additionalProperties }) =>
      [items, additionalProperties].some(
        (inner) => isRecord(inner) && inner.properties !== undefined && inner.additionalProperties === undefined,
      ),
  ],
  [
    'This is not a type of JSON Schema.',
    (schema) => typesOf(schema).some((type) => !/^(string|integer|number|boolean|array|object)$/.test(type)),
  ],
  [
    'oneOf and anyOf are not used here: an enum or a rule reads better in Helm’s errors.',
    (schema) => 'oneOf' in schema || 'anyOf' in schema,
  ],
];

/** Problems of a values model: every broken rule of the house, with the place in the feature's file. */
export function checkModel(parts: SchemaParts, loaded: LoadedModel, definitions: string[]): Problem[] {
  const groups = Object.keys(loaded.root.presets?.groups ?? {});
  return loaded.features.flatMap(({ source, file }) => {
    const problems: Problem[] = [];
    const report = (pointer: (string | number)[], path: string[], message: string, hint?: string) =>
      problems.push({ ...file.locate(pointer), path: formatPath(path), message, ...(hint && { hint }) });
    const visit = (schema: Schema, pointer: (string | number)[], path: string[]) => {
      for (const [message, breaks] of rules) if (breaks(schema, path, parts)) report(pointer, path, message);
      const group = schema['x-preset'];
      if (group !== undefined && !groups.includes(group)) {
        const known = groups.map((name) => `"${name}"`).join(' or ');
        report(pointer, path, known ? `x-preset must be ${known}.` : 'This chart has no presets: remove x-preset.');
      }
      for (const keyword of Object.keys(schema).filter(
        (key) => !schemaKeywords.includes(key) && !/^(oneOf|anyOf)$/.test(key),
      )) {
        const near = nearest(keyword, schemaKeywords);
        report(
          [...pointer, keyword],
          path,
          `The keyword "${keyword}" is not used here.`,
          near && `Did you mean "${near}"?`,
        );
      }
      for (const [key, child] of Object.entries(schema.properties ?? {}))
        visit(child, [...pointer, 'properties', key], [...path, key]);
    };
    for (const [key, schema] of Object.entries(source.values)) visit(schema, ['values', key], [key]);
    for (const [name, { properties = {} }] of Object.entries(source.definitions ?? {}))
      for (const [key, schema] of Object.entries(properties))
        visit(schema, ['definitions', name, 'properties', key], [name, key]);
    for (const { ref, pointer } of referencesOf(source)) {
      if (definitions.includes(ref)) continue;
      const near = nearest(ref, definitions);
      report(pointer, [], `There is no definition "${ref}".`, near && `Did you mean "${near}"?`);
    }
    return problems;
  });
}

function referencesOf(
  node: unknown,
  pointer: (string | number)[] = [],
): { ref: string; pointer: (string | number)[] }[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => referencesOf(item, [...pointer, index]));
  if (!isRecord(node)) return [];
  const own = typeof node.$ref === 'string' ? [{ ref: refName(node.$ref), pointer: [...pointer, '$ref'] }] : [];
  return [...own, ...Object.entries(node).flatMap(([key, child]) => referencesOf(child, [...pointer, key]))];
}

/** Examples and defaults that their own schema refuses would mislead; validate-values.test.ts holds them to it. */
export function documentedValues(model: SchemaParts): { path: string; schema: Schema; value: unknown }[] {
  const visit = (schema: Schema, path: string[]): { path: string; schema: Schema; value: unknown }[] => {
    const values = [...(schema.default === undefined ? [] : [schema.default]), ...(schema.examples ?? [])];
    const own = values.map((value) => ({ path: formatPath(path), schema, value }));
    const children = Object.entries(resolveRef(model, schema).properties ?? {});
    return [
      ...own,
      ...(isOwnObject(model, schema) ? children.flatMap(([key, child]) => visit(child, [...path, key])) : []),
    ];
  };
  return Object.entries(model.schema.properties).flatMap(([key, schema]) => visit(schema, [key]));
}
