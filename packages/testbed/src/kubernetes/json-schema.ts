import { firstSentence } from './first-sentence.ts';
import type { OpenApiDefinitions, OpenApiSchema } from './openapi.ts';

/** The part of JSON Schema draft-07 that Kubernetes' types need. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  pattern?: string;
  enum?: string[];
  required?: string[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
}

/** Which properties of a definition, by short name, are left out or alone kept. */
interface Selection {
  without?: Record<string, string[]>;
  only?: Record<string, string[]>;
}

// [sign] digits, then a binary suffix, a decimal one, or an exponent: 16Gi, 100m, 0.5, 1e3.
const quantityPattern = '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$';

/** What OpenAPI v2 cannot say about types that read more than one JSON type. */
const scalars: Record<string, JsonSchema> = {
  Quantity: { type: ['string', 'number'], pattern: quantityPattern },
  IntOrString: { type: ['integer', 'string'] },
};

/**
 * The roots and all that they refer to, as closed JSON Schemas by short name (`Toleration`).
 * A root is a full name; two types of one short name are an error.
 */
export function closedSchemas(
  openApi: OpenApiDefinitions,
  roots: string[],
  selection: Selection = {},
): Record<string, JsonSchema> {
  const fullNames = new Map<string, string>();
  const schemas: Record<string, JsonSchema> = {};

  const add = (fullName: string): void => {
    const name = shortName(fullName);
    const known = fullNames.get(name);
    if (known === fullName) return;
    if (known) throw new Error(`${known} and ${fullName} have the same short name`);
    const definition = openApi[fullName];
    if (!definition) throw new Error(`${fullName} is not in Kubernetes' OpenAPI`);
    fullNames.set(name, fullName);
    const selected = select(definition, name, selection);
    schemas[name] = { ...convert(selected, openApi), ...scalars[name] };
    references(selected).forEach(add);
  };

  roots.forEach(add);
  return sortKeys(schemas);
}

function select(definition: OpenApiSchema, name: string, { only, without }: Selection): OpenApiSchema {
  if (!definition.properties) return definition;
  const properties = Object.entries(definition.properties).filter(
    ([key]) => (only?.[name]?.includes(key) ?? true) && !without?.[name]?.includes(key),
  );
  const required = definition.required?.filter((key) => properties.some(([kept]) => kept === key));
  return { ...definition, properties: Object.fromEntries(properties), ...(required && { required }) };
}

function convert(schema: OpenApiSchema, openApi: OpenApiDefinitions): JsonSchema {
  const { $ref, type, description, enum: allowed, required, properties, additionalProperties, items } = schema;
  return {
    ...($ref && { $ref: `#/definitions/${shortName(refName($ref))}` }),
    ...(type && { type }),
    ...(description && { description: firstSentence(description) }),
    ...(allowed && { enum: allowed }),
    ...(required && { required: required.toSorted() }),
    ...(properties && { properties: convertAll(properties, openApi), additionalProperties: false }),
    ...(additionalProperties && { additionalProperties: convert(additionalProperties, openApi) }),
    ...(items && { items: convert(items, openApi) }),
  };
}

function convertAll(
  properties: Record<string, OpenApiSchema>,
  openApi: OpenApiDefinitions,
): Record<string, JsonSchema> {
  const converted = Object.entries(properties).map(([name, property]) => {
    const description = property.description || (property.$ref && openApi[refName(property.$ref)]?.description);
    return [name, convert({ ...property, ...(description && { description }) }, openApi)] as const;
  });
  return sortKeys(Object.fromEntries(converted));
}

function references(schema: OpenApiSchema): string[] {
  const children = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
  return [
    ...(schema.$ref ? [refName(schema.$ref)] : []),
    ...children.flatMap((child) => (child ? references(child) : [])),
  ];
}

const refName = (ref: string): string => ref.replace('#/definitions/', '');
const shortName = (fullName: string): string => fullName.slice(fullName.lastIndexOf('.') + 1);

function sortKeys<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
