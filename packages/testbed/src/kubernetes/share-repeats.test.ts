import { describe, expect, it } from 'vitest';
import type { JsonSchema } from './json-schema.ts';
import { shareRepeats } from './share-repeats.ts';

const long: JsonSchema = {
  type: 'object',
  properties: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`property${n}`, { type: 'string' }])),
  additionalProperties: false,
};
const outer: JsonSchema = { type: 'object', properties: { long } };

describe('Schemas that repeat', () => {
  it('should be said once and referred to, the larger before what is in it', () => {
    const shared = shareRepeats({ A: { properties: { a: outer, b: { items: outer } } } });
    expect(shared).toEqual({
      A: { properties: { a: { $ref: '#/definitions/shared.1' }, b: { items: { $ref: '#/definitions/shared.1' } } } },
      'shared.1': outer,
    });
  });

  it('should stay as they are when they are short or alone', () => {
    const schemas: Record<string, JsonSchema> = {
      A: { items: { type: 'string' } },
      B: { items: { type: 'string' } },
      C: outer,
    };
    expect(shareRepeats(schemas)).toEqual(schemas);
  });
});
