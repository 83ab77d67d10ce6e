import { describe, expect, it } from 'vitest';
import { isOwnObject, leavesOf, presetLeaves, resolveRef } from './model.ts';
import { isRecord } from './is-record.ts';
import { typesOf, type Schema } from './schema.ts';
import { textOf } from './testing/problems-of.ts';
import { realModel } from './testing/real-model.ts';
import { testModel } from './testing/test-model.ts';

const section = (properties: string, definitions = '') =>
  `title: T\ndescription: D.\n${definitions}values:\n${properties.replace(/^/gm, '  ')}\n`;
const size = 'size: { type: integer, default: 1, description: Size. }';
const kubernetes = {
  Quantity: { type: ['string', 'number'], description: 'A quantity.' },
  Toleration: {
    type: 'object',
    description: 'T.',
    properties: { key: { type: 'string' } },
    additionalProperties: false,
  },
  Unused: { type: 'object', description: 'Unused.' },
};

const root = 'presets: { value: x, groups: { hardware: {}, model: {} } }\n';

describe('resolveModel', () => {
  it('should refuse a value that two features define, with both places', () => {
    expect(textOf(() => testModel({ features: { a: section(size), b: section(size) } }))).toBe(
      'schemas/test-chart/b.yaml:4:3\n  The value "size" is defined here and in schemas/test-chart/a.yaml.\n' +
        `  4 |   ${size}\n    |   ^\n  Keep one of the two.`,
    );
  });

  it.each([
    ['another feature', 'A'],
    ['Kubernetes', 'Quantity'],
  ])('should refuse a definition whose name %s has taken', (_, name) => {
    const definitions = `definitions:\n  ${name}: { type: object }\n`;
    const features = {
      a: section(size, 'definitions: { A: { type: object } }\n'),
      b: `title: T\ndescription: D.\n${definitions}values: {}\n`,
    };
    expect(textOf(() => testModel({ features, kubernetes }))).toBe(
      `schemas/test-chart/b.yaml:4:3\n  The definition "${name}" exists already, in another feature or in Kubernetes.\n` +
        `  4 |   ${name}: { type: object }\n    |   ^\n  Give it another name.`,
    );
  });

  it('should join features in their order', () => {
    const model = testModel({
      features: { b: section(size), a: section('one: { type: string, default: a, description: One. }') },
    });
    expect(Object.keys(model.schema.properties)).toEqual(['size', 'one']);
    expect(model.features).toEqual([
      { name: 'b', title: 'T', description: 'D.', hidden: false, keys: ['size'] },
      { name: 'a', title: 'T', description: 'D.', hidden: false, keys: ['one'] },
    ]);
  });

  it('should let a key be null where it may be left out, and nowhere else', () => {
    const text = (name: string) => `${name}: { type: string, description: K., examples: [a] }`;
    const definitions = `definitions:\n  Item: { type: object, description: I., required: [own], properties: { ${text('own')}, ${text('other')} } }\n  Word: { type: string }\n`;
    const values =
      'items: { type: array, items: { $ref: "#/definitions/Item" }, default: [], description: L. }\n' +
      'words: { type: array, items: { $ref: "#/definitions/Word" }, default: [], description: W. }';
    const { schema } = testModel({ features: { a: section(values, definitions) } });
    expect(schema.definitions.Item?.properties).toMatchObject({
      own: { type: 'string' },
      other: { type: ['string', 'null'] },
    });
    expect(schema.definitions.Word?.type).toBe('string');
  });

  it('should close every object that lists its keys, and no other', () => {
    const outer =
      'outer:\n  type: object\n  description: O.\n  properties:\n    inner: { type: object, description: I., properties: { size: { type: integer, default: 1, description: S. } } }';
    const open = 'open: { type: object, additionalProperties: { type: string }, default: {}, description: Open. }';
    const { properties, additionalProperties } = testModel({ features: { a: section(`${outer}\n${open}`) } }).schema;
    expect(additionalProperties).toBe(false);
    expect(properties.outer).toMatchObject({
      additionalProperties: false,
      properties: { inner: { additionalProperties: false } },
    });
    expect(properties.open).toMatchObject({ additionalProperties: { type: 'string' } });
  });

  it.each([
    ['a value with a default', 'x: { type: string, default: a, description: X. }', 'string'],
    ['a value without a default', 'x: { type: string, examples: [a], description: X. }', ['string', 'null']],
    [
      'a preset’s value with a default',
      'x: { type: string, default: a, x-preset: model, description: X. }',
      ['string', 'null'],
    ],
    [
      'a value that null leaves out',
      'x: { type: string, default: a, x-null: Another sets it., description: X. }',
      ['string', 'null'],
    ],
    ['an unused value', 'x: { type: boolean, x-unused: Helm reads it., description: X. }', 'boolean'],
    [
      'a reference without a default',
      'x: { $ref: "#/definitions/Quantity", examples: [1], description: X. }',
      ['string', 'number', 'null'],
    ],
  ])('should let null into what may be unset: %s', (_, line, type) => {
    const model = testModel({ features: { a: section(line) }, kubernetes, root });
    expect(model.schema.properties.x!.type).toEqual(type);
  });

  it('should let a whole section be null, and each entry of an object that presets own', () => {
    const object = (more: string) =>
      `{ type: object, description: X., ${more} properties: { a: { type: integer, default: 1, description: A. } } }`;
    const { properties } = testModel({
      root,
      features: {
        a: section(
          `x: ${object('')}\nz: { $ref: "#/definitions/Toleration", default: {}, x-preset: hardware, description: Z. }`,
        ),
      },
      kubernetes,
    }).schema;
    expect(properties.x).toMatchObject({ type: ['object', 'null'], properties: { a: { type: 'integer' } } });
    expect(properties.z).toMatchObject({ type: ['object', 'null'], properties: { key: { type: ['string', 'null'] } } });
  });

  it('should end whole numbers where JSON ends to know them', () => {
    const { properties } = testModel({
      features: { a: section(`${size}\nx: { type: integer, maximum: 5, default: 1, description: X. }`) },
    }).schema;
    expect([properties.size!.maximum, properties.x!.maximum]).toEqual([Number.MAX_SAFE_INTEGER, 5]);
  });

  it('should admit null with the choices of an enum', () => {
    const model = testModel({
      features: { a: section('x: { type: string, enum: [a, b], examples: [a], description: X. }') },
    });
    expect(model.schema.properties.x).toMatchObject({ type: ['string', 'null'], enum: ['a', 'b', null] });
  });

  it('should keep the reference to a Kubernetes object, and only the definitions that are used', () => {
    const taint = 'taint: { $ref: "#/definitions/Toleration", default: {}, description: Taint. }';
    const model = testModel({ features: { a: section(taint) }, kubernetes });
    expect(model.schema.properties.taint).toMatchObject({ $ref: '#/definitions/Toleration', description: 'Taint.' });
    expect(Object.keys(model.schema.definitions)).toEqual(['Toleration']);
    expect(resolveRef(model, model.schema.properties.taint!)).toMatchObject({ type: 'object', description: 'Taint.' });
  });

  it('should collect defaults, with every object of ours present', () => {
    const lines = `${size}\nouter: { type: object, description: O., properties: { inner: { type: string, examples: [a], description: I. } } }`;
    expect(testModel({ features: { a: section(lines) } }).defaults).toEqual({ size: 1, outer: {} });
  });

  it('should report the problems of all features together', () => {
    const bad = (key: string) => section(`${key}: { type: string, default: a }`);
    const text = textOf(() => testModel({ features: { a: bad('one'), b: bad('two') } }));
    expect(text.match(/^schemas.*$/gm)).toEqual([
      'schemas/test-chart/a.yaml:4:3  one',
      'schemas/test-chart/b.yaml:4:3  two',
    ]);
  });
});

describe('the values model of archon-vllm', () => {
  const leaves = leavesOf(realModel);

  it('should have the features of its root, and every value in one of them', () => {
    expect(realModel.features.flatMap(({ keys }) => keys)).toEqual(Object.keys(realModel.schema.properties));
  });

  it('should describe every value in a sentence', () => {
    const visit = (schema: Schema, path: string): string[] => {
      const own = schema.description?.endsWith('.') ? [] : [path];
      const children = isOwnObject(realModel, schema) ? Object.entries(resolveRef(realModel, schema).properties!) : [];
      return [...own, ...children.flatMap(([key, child]) => visit(child, `${path}.${key}`))];
    };
    expect(Object.entries(realModel.schema.properties).flatMap(([key, schema]) => visit(schema, key))).toEqual([]);
  });

  it('should let presets own leaves only, each of which may be null', () => {
    const owned = presetLeaves(realModel);
    expect(owned.length).toBeGreaterThan(15);
    for (const { path, schema } of owned) expect(resolveRef(realModel, schema).type, path.join('.')).toContain('null');
  });

  it('should give each leaf of ours a type', () => {
    for (const { path, schema } of leaves)
      expect(typesOf(resolveRef(realModel, schema)), path.join('.')).not.toEqual([]);
  });

  it('should use local references only', () => {
    const refs = (node: unknown): string[] =>
      Array.isArray(node)
        ? node.flatMap(refs)
        : isRecord(node)
          ? Object.entries(node).flatMap(([key, child]) =>
              key === '$ref' && typeof child === 'string' ? [child] : refs(child),
            )
          : [];
    const known = Object.keys(realModel.schema.definitions).map((name) => `#/definitions/${name}`);
    expect([...new Set(refs(realModel.schema))].sort()).toEqual(known.sort());
  });

  it('should read its computed values and rules', () => {
    expect(realModel.computed.map(({ name }) => name)).toContain('recreate');
    expect(realModel.rules.map(({ name }) => name)).toContain('gpu-count');
    expect(new Set(realModel.rules.map(({ name }) => name)).size).toBe(realModel.rules.length);
  });
});
