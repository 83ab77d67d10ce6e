import { describe, expect, it } from 'vitest';
import { closedSchemas, type JsonSchema } from '../json-schema.ts';
import type { StructuralSchema } from './custom-resources.ts';
import { fullName, openApiOf } from './structural-schema.ts';

const names = { group: 'example.com', version: 'v1', kind: 'Thing' };

/** What a definition with this schema of `spec` makes of it. */
function converted(spec: StructuralSchema): JsonSchema {
  const openApi = {
    [fullName(names)]: openApiOf({ ...names, schema: { type: 'object', properties: { spec } } }),
    'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': { type: 'object', properties: { name: { type: 'string' } } },
  };
  return closedSchemas(openApi, [fullName(names)])['Thing']!.properties!['spec']!;
}

describe('The schema of a custom resource', () => {
  it('should have the name that an API server gives it', () => {
    expect(fullName({ ...names, group: 'gateway.networking.k8s.io' })).toBe('io.k8s.networking.gateway.v1.Thing');
  });

  it.each<[string, StructuralSchema, JsonSchema]>([
    [
      'close an object with properties',
      { type: 'object', properties: { a: { type: 'string' } } },
      { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
    ],
    [
      'close an object of which nothing is said, for an API server drops all that is in it',
      { type: 'object' },
      { type: 'object', properties: {}, additionalProperties: false },
    ],
    [
      'leave a map a map',
      { type: 'object', additionalProperties: { type: 'string' } },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      'leave open what keeps unknown fields',
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: { type: 'string' } } },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'take integers and strings where both are meant',
      { anyOf: [{ type: 'integer' }, { type: 'string' }], pattern: '^\\d+%?$', 'x-kubernetes-int-or-string': true },
      { type: ['integer', 'string'], pattern: '^\\d+%?$' },
    ],
    [
      'take null where that is meant, in an enum too',
      { type: 'string', nullable: true, enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'take nothing twice in a set',
      { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
    ],
    [
      'keep limits, and close nothing in what only adds to them',
      {
        type: 'object',
        maxProperties: 1,
        properties: { a: { type: 'integer', minimum: 1 } },
        oneOf: [{ properties: { a: { not: { enum: [2] } } } }],
      },
      {
        type: 'object',
        maxProperties: 1,
        properties: { a: { type: 'integer', minimum: 1 } },
        additionalProperties: false,
        oneOf: [{ properties: { a: { not: { enum: [2] } } } }],
      },
    ],
    [
      'require of an embedded object what an object has',
      { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
      {
        type: 'object',
        required: ['apiVersion', 'kind'],
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: { $ref: '#/definitions/ObjectMeta' },
        },
      },
    ],
  ])('should %s', (_what, schema, expected) => expect(converted(schema)).toEqual(expected));

  it('should say so where it has a keyword that is not translated', () => {
    const spec = { type: 'object', properties: { a: { exclusiveMinimum: true } } } as StructuralSchema;
    expect(() => converted(spec)).toThrow(
      'com.example.v1.Thing.spec.a: the keyword exclusiveMinimum is not translated',
    );
  });
});
