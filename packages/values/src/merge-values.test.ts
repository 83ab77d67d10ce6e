import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepMerge, dropNullsOverDefaults, mergeValues, activeDefaults, type PresetValues } from './merge-values.ts';
import { testModel } from './testing/test-model.ts';

const model = testModel({
  root: 'presets: { value: preset, unset: unset, groups: { hardware: {}, model: { unless: model.id, copyOf: model.copy } } }\n',
  features: {
    a: `
title: T
description: D.
values:
  preset: { type: string, default: small, description: Preset. }
  unset: { type: array, items: { type: string }, default: [], description: Unset. }
  replicas: { type: integer, default: 1, description: Replicas. }
  pods: { type: integer, default: 1, x-null: Another sets it., description: Pods. }
  model:
    type: object
    description: Model.
    properties:
      id: { type: string, x-preset: model, examples: [a], description: Id. }
      copy: { type: string, examples: [a], description: Copy. }
      names: { type: array, items: { type: string }, default: [], description: Names. }
  engine:
    type: object
    description: Engine.
    properties:
      length: { type: integer, x-preset: model, examples: [1], description: Length. }
      share: { type: number, x-preset: hardware, examples: [1], description: Share. }
      eager: { type: boolean, x-preset: hardware, examples: [true], description: Eager. }
      text: { type: string, examples: [a], description: Text. }
  gpus: { type: integer, default: 1, x-preset: hardware, description: GPUs. }
  sizes: { type: object, additionalProperties: { type: string }, default: { cpu: "4", memory: 16Gi }, x-preset: hardware, description: Sizes. }
  limits:
    type: object
    description: Limits.
    properties:
      cpu: { type: string, default: "8", x-preset: hardware, description: CPU. }
  labels: { type: object, additionalProperties: { type: string }, default: { a: b }, description: Labels. }
`,
  },
});
const presets: Record<string, PresetValues> = deepFreeze({
  small: {
    hardware: { engine: { share: 0.9, eager: true }, gpus: 2, sizes: { cpu: '2' } },
    model: { model: { id: 'small-model' }, engine: { length: 8192 } },
  },
  large: { hardware: { gpus: 4 }, model: { model: { id: 'large-model' }, engine: { length: 32768 } } },
});
deepFreeze(model.defaults);
const merge = (user: Record<string, unknown>) => mergeValues(model, presets, deepFreeze(user));

const untouched = merge({});

describe('mergeValues', () => {
  it('should lay the default preset over the defaults', () => {
    expect(untouched).toEqual({
      preset: 'small',
      unset: [],
      replicas: 1,
      pods: 1,
      model: { id: 'small-model', names: [] },
      engine: { share: 0.9, eager: true, length: 8192 },
      gpus: 2,
      sizes: { cpu: '2', memory: '16Gi' },
      limits: { cpu: '8' },
      labels: { a: 'b' },
    });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a user’s value over the preset', { gpus: 3 }, { gpus: 3 }],
    ['a user’s value over the default', { replicas: 2 }, { replicas: 2 }],
    [
      'a user’s 0',
      { replicas: 0, engine: { share: 0 } },
      { replicas: 0, engine: { share: 0, eager: true, length: 8192 } },
    ],
    ['a user’s false', { engine: { eager: false } }, { engine: { share: 0.9, eager: false, length: 8192 } }],
    ['a user’s empty text', { engine: { text: '' } }, { engine: { share: 0.9, eager: true, length: 8192, text: '' } }],
    ['a user’s empty list', { model: { names: [] } }, { model: { id: 'small-model', names: [] } }],
    [
      'maps by key',
      { labels: { c: 'd' }, sizes: { memory: '1Gi' } },
      { labels: { a: 'b', c: 'd' }, sizes: { cpu: '2', memory: '1Gi' } },
    ],
    ['an empty map without loss', { labels: {}, engine: {} }, {}],
    [
      'another preset',
      { preset: 'large' },
      {
        preset: 'large',
        gpus: 4,
        model: { id: 'large-model', names: [] },
        engine: { length: 32768 },
        sizes: { cpu: '4', memory: '16Gi' },
      },
    ],
    [
      'no preset',
      { preset: '' },
      { preset: '', gpus: 1, model: { names: [] }, engine: {}, sizes: { cpu: '4', memory: '16Gi' } },
    ],
    [
      'a preset that nobody knows as none',
      { preset: 'huge' },
      { preset: 'huge', gpus: 1, model: { names: [] }, engine: {}, sizes: { cpu: '4', memory: '16Gi' } },
    ],
    [
      'another model, without the preset’s model settings',
      { model: { id: 'mine' } },
      { model: { id: 'mine', names: [] }, engine: { share: 0.9, eager: true } },
    ],
    ['the preset’s own model, named', { model: { id: 'small-model' } }, {}],
    [
      'a copy of the preset’s model, under its own name',
      { model: { id: '/models/mine', copy: 'small-model' } },
      { model: { id: '/models/mine', copy: 'small-model', names: [] } },
    ],
    [
      'a copy of another model',
      { model: { id: 'small-model', copy: 'other' } },
      { model: { id: 'small-model', copy: 'other', names: [] }, engine: { share: 0.9, eager: true } },
    ],
    [
      'an unset value',
      { unset: ['engine.share', 'gpus'] },
      { unset: ['engine.share', 'gpus'], engine: { eager: true, length: 8192 }, gpus: 1 },
    ],
    ['an unset entry', { unset: ['sizes.cpu'] }, { unset: ['sizes.cpu'], sizes: { memory: '16Gi' } }],
    ['a user’s value over an unset one', { unset: ['gpus'], gpus: 5 }, { unset: ['gpus'], gpus: 5 }],
    ['null for the model as no model, and the settings stay', { model: { id: null } }, { model: { names: [] } }],
    ['null on a preset’s value as unset', { engine: { share: null, length: null } }, { engine: { eager: true } }],
    [
      'null on a preset’s value as its default',
      { gpus: null, sizes: null },
      { gpus: 1, sizes: { cpu: '4', memory: '16Gi' } },
    ],
    ['null on a whole section as nothing said', { engine: null, limits: null }, {}],
    ['null on an entry of what a preset owns as taken away', { sizes: { cpu: null } }, { sizes: { memory: '16Gi' } }],
    ['null on a defaulted value as its default', { replicas: null, labels: null, model: null, preset: null }, {}],
    ['null as left out, where the value says so', { pods: null }, { pods: undefined }],
    ['a value that is listed as left out', { unset: ['pods'] }, { unset: ['pods'], pods: undefined }],
    ['null inside a defaulted map as its default', { labels: { a: null } }, {}],
    [
      'null on a value without default as null',
      { engine: { text: null } },
      { engine: { share: 0.9, eager: true, length: 8192, text: null } },
    ],
    ['a value in place of a map', { labels: 'text' }, { labels: 'text' }],
    ['a map in place of a value', { replicas: { a: 1 } }, { replicas: { a: 1 } }],
  ])('should take %s', (_, user, changed) => {
    expect(merge(user)).toEqual({ ...untouched, ...changed });
  });
});

/** Random values of a user, with the keys of the model at the right depth, and of any type. */
const anything = fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom('', 'a', null), fc.constant([]), fc.constant({}));
const users = fc.record(
  {
    preset: fc.constantFrom('small', 'large', '', 'huge', null),
    replicas: anything,
    model: fc.record(
      { id: fc.constantFrom('small-model', 'large-model', 'mine', null), names: anything },
      { requiredKeys: [] },
    ),
    engine: fc.record({ length: anything, share: anything, eager: anything, text: anything }, { requiredKeys: [] }),
    gpus: anything,
    sizes: fc.record({ cpu: anything, gpu: anything }, { requiredKeys: [] }),
    labels: anything,
    other: anything,
  },
  { requiredKeys: [], noNullPrototype: true },
);
const runs = { numRuns: 200 };

describe('mergeValues, for all values', () => {
  it('should change neither defaults nor presets nor the user’s values', () => {
    const before = structuredClone({ defaults: model.defaults, presets });
    fc.assert(
      fc.property(users, (user) => void merge(user)),
      runs,
    );
    expect({ defaults: model.defaults, presets }).toEqual(before);
  });

  it('should give the user’s value wherever it is neither a map nor null', () => {
    const leaves = (value: unknown, path: string[] = []): [string[], unknown][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]))
        : [[path, value]];
    fc.assert(
      fc.property(users, (user) => {
        for (const [path, value] of leaves(user)) if (value !== null) expect(merge(user)).toHaveProperty(path, value);
      }),
      runs,
    );
  });

  it('should give the same when asked twice', () => {
    fc.assert(
      fc.property(users, (user) => {
        expect(merge(user)).toEqual(merge(user));
      }),
      runs,
    );
  });
});

describe('deepMerge', () => {
  it('should merge maps, and replace everything else', () => {
    const base = deepFreeze({ a: { b: 1, c: [1, 2] }, d: 1 });
    expect(deepMerge(base, { a: { c: [3] }, d: { e: 1 } })).toEqual({ a: { b: 1, c: [3] }, d: { e: 1 } });
  });

  it('should let null win', () => {
    expect(deepMerge({ a: { b: 1 } }, { a: null })).toEqual({ a: null });
  });
});

describe('activeDefaults', () => {
  it('should leave out what presets own, and maps that hold nothing else', () => {
    expect(activeDefaults(model)).toEqual({
      preset: 'small',
      unset: [],
      replicas: 1,
      pods: 1,
      model: { names: [] },
      labels: { a: 'b' },
    });
  });
});

describe('dropNullsOverDefaults', () => {
  it('should drop a null over a default that is in values.yaml, and over a whole section', () => {
    const user = {
      preset: null,
      gpus: null,
      limits: null,
      model: { names: null, id: null },
      labels: { a: null, z: null },
    };
    expect(dropNullsOverDefaults(model, user)).toEqual({ gpus: null, model: { id: null }, labels: { z: null } });
  });
});

/** Freezes a value at every depth, so that a change of it is caught. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
