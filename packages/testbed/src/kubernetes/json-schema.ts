import { firstSentence } from './first-sentence.ts';
import { ecmaPattern } from './ecma-pattern.ts';
import { limitNames, type Limits, type OpenApiDefinitions, type OpenApiSchema } from './openapi.ts';

/** The part of JSON Schema draft-07 that Kubernetes' types need. */
export interface JsonSchema extends Limits {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  examples?: unknown[];
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  not?: JsonSchema;
  if?: JsonSchema;
  then?: JsonSchema;
  else?: JsonSchema;
}

interface Options {
  /** Properties of a definition, by its short name, that are left out. */
  without?: Record<string, string[]>;
  /** Properties of a definition, by its short name, that alone are kept. */
  only?: Record<string, string[]>;
  /** What a definition is called in the result; the short name when it is not given. */
  nameOf?: (fullName: string) => string;
  /** Whether descriptions are left out. */
  undescribed?: boolean;
}

// [sign] digits, then a binary suffix, a decimal one, or an exponent: 16Gi, 100m, 0.5, 1e3.
const quantityPattern = '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$';

/** Types that accept more than one JSON type, which OpenAPI v2 cannot express. */
const scalars: Record<string, JsonSchema> = {
  Quantity: { type: ['string', 'number'], pattern: quantityPattern },
  IntOrString: { type: ['integer', 'string'] },
  // Tekton reads any scalar as a string.
  ParamValue: {
    type: ['string', 'number', 'boolean', 'array', 'object'],
    items: { type: 'string' },
    additionalProperties: { type: 'string' },
  },
};

/**
 * The roots and all that they refer to, as closed JSON Schemas by name (`Toleration`): an object takes the properties
 * that its type has and no other, but for those that are said to keep unknown fields.
 * A root is a full name; two types of one name are an error.
 */
export function closedSchemas(
  openApi: OpenApiDefinitions,
  roots: string[],
  options: Options = {},
): Record<string, JsonSchema> {
  const { nameOf = shortName, undescribed } = options;
  const fullNames = new Map<string, string>();
  const schemas: Record<string, JsonSchema> = {};

  const add = (fullName: string): void => {
    const name = nameOf(fullName);
    const known = fullNames.get(name);
    if (known === fullName) return;
    if (known) throw new Error(`${known} and ${fullName} have the same short name`);
    const definition = openApi[fullName];
    if (!definition) throw new Error(`${fullName} is not in Kubernetes' OpenAPI`);
    fullNames.set(name, fullName);
    const selected = select(definition, shortName(fullName), options);
    schemas[name] = { ...convert(selected, { openApi, nameOf, undescribed }), ...scalars[shortName(fullName)] };
    references(selected).forEach(add);
  };

  roots.forEach(add);
  return sortKeys(schemas);
}

function select(definition: OpenApiSchema, name: string, { only, without }: Options): OpenApiSchema {
  if (!definition.properties) return definition;
  const properties = Object.entries(definition.properties).filter(
    ([key]) => (only?.[name]?.includes(key) ?? true) && !without?.[name]?.includes(key),
  );
  const required = definition.required?.filter((key) => properties.some(([kept]) => kept === key));
  return { ...definition, properties: Object.fromEntries(properties), ...(required && { required }) };
}

interface Context {
  openApi: OpenApiDefinitions;
  nameOf: (fullName: string) => string;
  undescribed: boolean | undefined;
  /** Whether the schema only adds to what another one says of the same value: it closes nothing by itself. */
  adds?: boolean;
}

function convert(schema: OpenApiSchema, context: Context): JsonSchema {
  const { $ref, description, required, properties, additionalProperties, items } = schema;
  const isOpen = context.adds || schema['x-kubernetes-preserve-unknown-fields'];
  return {
    ...($ref && { $ref: `#/definitions/${context.nameOf(refName($ref))}` }),
    ...types(schema),
    ...(description && !context.undescribed && { description: firstSentence(description) }),
    ...allowedValues(schema),
    ...limits(schema),
    ...(required && { required: required.toSorted() }),
    ...(properties && {
      properties: convertAll(properties, context),
      ...(!isOpen && { additionalProperties: false }),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'boolean' ? additionalProperties : convert(additionalProperties, context),
    }),
    ...(items && { items: convert(items, context) }),
    ...branches(schema, { ...context, adds: true }),
  };
}

function types({ type, nullable, 'x-kubernetes-int-or-string': intOrString }: OpenApiSchema): JsonSchema {
  const all = [...(intOrString ? ['integer', 'string'] : type ? [type] : []), ...(nullable ? ['null'] : [])];
  if (all.length === 0 || (nullable && all.length === 1)) return {};
  return { type: all.length === 1 ? all[0]! : all };
}

function allowedValues({ enum: allowed, nullable }: OpenApiSchema): JsonSchema {
  return allowed ? { enum: nullable && !allowed.includes(null) ? [...allowed, null] : allowed } : {};
}

function limits(schema: OpenApiSchema): Limits {
  const present = limitNames.filter((name) => schema[name] !== undefined).map((name) => [name, schema[name]] as const);
  const { pattern, format } = schema;
  return {
    ...(format === 'int32' && { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }),
    ...Object.fromEntries(present),
    ...(pattern !== undefined && { pattern: ecmaPattern(pattern) }),
  };
}

function branches(schema: OpenApiSchema, context: Context): JsonSchema {
  const { allOf, anyOf, oneOf, not, if: condition, then } = schema;
  const all = (list: OpenApiSchema[]) => list.map((each) => convert(each, context));
  return {
    ...(allOf && { allOf: all(allOf) }),
    // Its two branches are the types that intOrString is.
    ...(anyOf && !schema['x-kubernetes-int-or-string'] && { anyOf: all(anyOf) }),
    ...(oneOf && { oneOf: all(oneOf) }),
    ...(not && { not: convert(not, context) }),
    ...(condition && { if: convert(condition, context) }),
    ...(then && { then: convert(then, context) }),
  };
}

function convertAll(properties: Record<string, OpenApiSchema>, context: Context): Record<string, JsonSchema> {
  const converted = Object.entries(properties).map(([name, property]) => {
    const { $ref } = property;
    const description = property.description || ($ref && context.openApi[refName($ref)]?.description);
    return [name, convert({ ...property, ...(description && { description }) }, context)] as const;
  });
  return sortKeys(Object.fromEntries(converted));
}

function references(schema: OpenApiSchema): string[] {
  const { $ref, properties, items, additionalProperties, allOf, anyOf, oneOf, not, if: condition, then } = schema;
  const children = [properties && Object.values(properties), items, additionalProperties, allOf, anyOf, oneOf, not];
  return [
    ...($ref ? [refName($ref)] : []),
    ...[...children, condition, then].flat().flatMap((child) => (typeof child === 'object' ? references(child) : [])),
  ];
}

/** The schema with each schema that is directly in it changed. */
export function mapSchemas(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const { properties, additionalProperties, items, allOf, anyOf, oneOf, not, if: condition, then } = schema;
  const changed = properties && Object.entries(properties).map(([name, each]) => [name, change(each)] as const);
  return {
    ...schema,
    ...(changed && { properties: Object.fromEntries(changed) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: change(additionalProperties) }),
    ...(items && { items: change(items) }),
    ...(allOf && { allOf: allOf.map(change) }),
    ...(anyOf && { anyOf: anyOf.map(change) }),
    ...(oneOf && { oneOf: oneOf.map(change) }),
    ...(not && { not: change(not) }),
    ...(condition && { if: change(condition) }),
    ...(then && { then: change(then) }),
  };
}

const refName = (ref: string): string => ref.replace('#/definitions/', '');
const shortName = (fullName: string): string => fullName.slice(fullName.lastIndexOf('.') + 1);

/** A record with its keys in alphabetical order. */
export function sortKeys<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
