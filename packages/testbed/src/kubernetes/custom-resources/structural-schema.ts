import { limitNames, type OpenApiSchema } from '../openapi.ts';
import type { CustomResource, StructuralSchema } from './custom-resources.ts';

/** Refers to the metadata that each object has. */
export const objectMeta = { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };

/** The full name of a custom resource in an API server's OpenAPI: `io.k8s.networking.gateway.v1.HTTPRoute`. */
export const fullName = ({ group, version, kind }: Omit<CustomResource, 'schema'>): string =>
  [...group.split('.').toReversed(), version, kind].join('.');

/** A custom resource as an API server publishes it in its OpenAPI. */
export function openApiOf({ schema, ...names }: CustomResource): OpenApiSchema {
  const root = withoutReferences(schema, fullName(names));
  return {
    ...root,
    properties: { ...root.properties, metadata: objectMeta },
    'x-kubernetes-group-version-kind': [names],
  };
}

/** Whether a definition says nothing of what its objects hold. */
export const saysNothing = ({ schema }: CustomResource): boolean =>
  schema['x-kubernetes-preserve-unknown-fields'] === true && !schema.properties;

const understood = new Set([
  ...limitNames,
  'type',
  'description',
  'enum',
  'nullable',
  'required',
  'properties',
  'additionalProperties',
  'items',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-type',
  'x-kubernetes-preserve-unknown-fields',
]);

// Limits that only an API server checks (its own language, keys of lists, formats), and what limits nothing.
const leftOut = new Set([
  'default',
  'example',
  'externalDocs',
  'format',
  'title',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-validations',
]);

function withoutReferences(schema: StructuralSchema, path: string): OpenApiSchema {
  const unknown = Object.keys(schema).find((keyword) => !understood.has(keyword) && !leftOut.has(keyword));
  if (unknown) throw new Error(`${path}: the keyword ${unknown} is not translated`);
  const { properties, items, additionalProperties, 'x-kubernetes-embedded-resource': embedded } = schema;
  const known = {
    ...(embedded && { apiVersion: { type: 'string' }, kind: { type: 'string' } }),
    ...(properties && entries(properties, (each, name) => withoutReferences(each, `${path}.${name}`))),
    ...(embedded && { metadata: objectMeta }),
  };
  const isMap = additionalProperties !== undefined || schema['x-kubernetes-preserve-unknown-fields'];
  return {
    ...schema,
    // An object of which nothing is said holds nothing: an API server drops what is in it.
    ...((properties || embedded || (schema.type === 'object' && !isMap)) && { properties: known }),
    ...(embedded && { required: [...new Set([...(schema.required ?? []), 'apiVersion', 'kind'])] }),
    ...(items && { items: withoutReferences(items, `${path}[]`) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'boolean'
          ? additionalProperties
          : withoutReferences(additionalProperties, `${path}{}`),
    }),
    ...(schema['x-kubernetes-list-type'] === 'set' && { uniqueItems: true }),
  };
}

function entries<T, R>(record: Record<string, T>, change: (value: T, name: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
