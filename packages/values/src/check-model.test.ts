import { describe, expect, it } from 'vitest';
import { documentedValues } from './check-model.ts';
import { textOf } from './testing/problems-of.ts';
import { realModel } from './testing/real-model.ts';
import { testModel } from './testing/test-model.ts';
import { Ajv } from 'ajv';

const kubernetes = {
  Quantity: { type: ['string', 'number'], description: 'A quantity.' },
  Toleration: {
    type: 'object',
    description: 'T.',
    properties: { key: { type: 'string' } },
    additionalProperties: false,
  },
};

const presets = 'presets: { value: preset, groups: { hardware: {}, model: {} } }\n';

/** A model of one feature `a`, from the lines of its properties; they begin in line 5 of the file. */
const refusal = (properties: string, definitions = '') =>
  textOf(() =>
    testModel({
      root: presets,
      features: {
        p: 'title: T\ndescription: D.\nvalues:\n  preset: { type: string, default: a, description: P. }\n',
        a: `title: T\ndescription: D.\n${definitions || '# none'}\nvalues:\n${properties.replace(/^/gm, '  ')}\n`,
      },
      kubernetes,
    }),
  );

/** A value with nothing wrong but what is given. */
const value = (more: string, key = 'size') => `${key}: { type: string, default: a, description: Size., ${more} }`;

describe('checkModel', () => {
  it('should accept a model by the rules of the house', () => {
    expect(refusal(value('minLength: 1'))).toBe('no problem');
  });

  it.each([
    ['no description', 'size: { type: string, default: a }', 'A value must have a description.'],
    [
      'a description without a full stop',
      'size: { type: string, default: a, description: Size }',
      'A description must end with a full stop.',
    ],
    ['a key with a dash', value('', 'my-size'), 'A key must be in camelCase.'],
    ['a key with an underscore', value('', 'my_size'), 'A key must be in camelCase.'],
    ['a key with a capital', value('', 'Size'), 'A key must be in camelCase.'],
    ['a key that YAML reads as true', value('', '"on"'), 'YAML 1.1 reads this key as a boolean or null.'],
    ['the same without quotes', value('', 'on'), 'YAML 1.1 reads this key as a boolean or null.'],
    ['a key that YAML reads as false', value('', 'n'), 'YAML 1.1 reads this key as a boolean or null.'],
    ['a key that YAML reads as null', value('', '"null"'), 'YAML 1.1 reads this key as a boolean or null.'],
    [
      'a default of null',
      'size: { type: string, default: null, description: Size. }',
      'A default may not be null: leave it out.',
    ],
    [
      'neither default nor example',
      'size: { type: string, description: Size. }',
      'A value without a default must have an example.',
    ],
    [
      'a preset group that the chart does not have',
      value('x-preset: software'),
      'x-preset must be "hardware" or "model".',
    ],
    ['no type', 'size: { default: a, description: Size. }', 'A value must have a type, or be a reference.'],
    ['an unknown type', 'size: { type: text, default: a, description: Size. }', 'This is not a type of JSON Schema.'],
    [
      'oneOf',
      value('oneOf: [{ minLength: 1 }]'),
      'oneOf and anyOf are not used here: an enum or a rule reads better in Helm’s errors.',
    ],
    [
      'anyOf',
      value('anyOf: [{ minLength: 1 }]'),
      'oneOf and anyOf are not used here: an enum or a rule reads better in Helm’s errors.',
    ],
    [
      'an open object in a list',
      'size: { type: array, items: { type: object, properties: { a: { type: string } } }, default: [], description: Size. }',
      'An object inside a list or an open map must be a definition, or say additionalProperties.',
    ],
    [
      'an open object in a map',
      'size: { type: object, additionalProperties: { properties: { a: {} } }, default: {}, description: Size. }',
      'An object inside a list or an open map must be a definition, or say additionalProperties.',
    ],
  ])('should refuse %s', (_, line, message) => {
    const [place, sentence, source] = refusal(line).split('\n');
    expect([place, sentence, source]).toEqual([
      expect.stringMatching(/^schemas\/test-chart\/a\.yaml:5:3 {2}/),
      `  ${message}`,
      `  5 |   ${line}`,
    ]);
  });

  it('should name the nearest keyword', () => {
    expect(refusal(value('patern: "^a$"'))).toBe(
      'schemas/test-chart/a.yaml:5:57  size\n  The keyword "patern" is not used here.\n' +
        '  5 |   size: { type: string, default: a, description: Size., patern: "^a$" }\n' +
        `    | ${' '.repeat(56)}^\n  Did you mean "pattern"?`,
    );
  });

  it('should name the nearest definition', () => {
    expect(refusal('size: { $ref: "#/definitions/Quantite", default: 1, description: Size. }')).toBe(
      'schemas/test-chart/a.yaml:5:11\n  There is no definition "Quantite".\n' +
        '  5 |   size: { $ref: "#/definitions/Quantite", default: 1, description: Size. }\n' +
        '    |           ^\n  Did you mean "Quantity"?',
    );
  });

  it('should find references inside lists and definitions', () => {
    const definitions = 'definitions: { A: { type: array, items: { $ref: "#/definitions/Nope" } } }';
    expect(refusal(value(''), definitions)).toContain(
      'schemas/test-chart/a.yaml:3:43\n  There is no definition "Nope".',
    );
  });

  it('should hold nested values and definitions to the same rules', () => {
    const definitions = 'definitions: { A: { type: object, properties: { Bad: { type: string, examples: [a] } } } }';
    const text = refusal('outer:\n  type: object\n  properties:\n    inner: { type: string }', definitions);
    expect(text.match(/^schemas.*\n.*$/gm)).toEqual([
      'schemas/test-chart/a.yaml:5:3  outer\n  A value must have a description.',
      'schemas/test-chart/a.yaml:8:7  outer.inner\n  A value must have a description.',
      'schemas/test-chart/a.yaml:8:7  outer.inner\n  A value without a default must have an example.',
      'schemas/test-chart/a.yaml:3:49  A.Bad\n  A value must have a description.',
      'schemas/test-chart/a.yaml:3:49  A.Bad\n  A key must be in camelCase.',
    ]);
  });

  it('should ask Kubernetes’ own types for no documentation', () => {
    expect(refusal('taint: { $ref: "#/definitions/Toleration", default: {}, description: Taint. }')).toBe('no problem');
  });
});

describe('documentedValues', () => {
  const documented = documentedValues(realModel);
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false });

  it('should find defaults and examples at every depth', () => {
    const found = documented.map(({ path, value: example }) => `${path}=${JSON.stringify(example)}`);
    expect(found).toEqual(
      expect.arrayContaining(['preset="nvidia-16gb"', 'engine.maxModelLen=8192', 'huggingFace.token.key="token"']),
    );
    expect(found).toContain(
      'probes.liveness={"enabled":true,"path":"/health","periodSeconds":15,"timeoutSeconds":15,"failureThreshold":8}',
    );
  });

  it('should hold nothing that its own schema refuses', () => {
    const refused = documented.filter(
      ({ schema, value: example }) => !ajv.validate({ ...schema, definitions: realModel.schema.definitions }, example),
    );
    expect(refused.map(({ path, value: example }) => ({ path, example }))).toEqual([]);
  });

  it('should hold defaults that are valid together', () => {
    const validate = realModel.validator();
    expect(validate(realModel.defaults) ? [] : validate.errors).toEqual([]);
  });
});
