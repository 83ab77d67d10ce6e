import { formatPath, typesOf, type Path, type Schema } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { model } from './support/chart.ts';
import { problemsOf, schemaProblemsOf } from './support/problems.ts';
import { isRendered, refusals } from './support/render.ts';
import { allValues, places, pointerOf, valuesWith } from './support/schema-places.ts';

/** For each way in which a schema narrows a type: a value of that type outside, or nothing to break. */
const outside: Record<string, (schema: Schema, value: unknown) => unknown> = {
  enum: (schema) => (schema.enum && typesOf(schema).includes('string') ? 'wrong' : schema.enum && -1),
  pattern: (schema) => (schema.pattern === undefined || schema.enum ? undefined : '"\n'),
  minimum: ({ minimum, exclusiveMinimum }) => exclusiveMinimum ?? (minimum === undefined ? undefined : minimum - 1),
  maximum: ({ maximum }) => (maximum === undefined ? undefined : maximum + 1),
  minLength: ({ minLength }) => (minLength === undefined ? undefined : ''),
  minItems: ({ minItems }) => (minItems === undefined ? undefined : []),
  uniqueItems: ({ uniqueItems }, value) =>
    uniqueItems ? [...(value as unknown[]), ...(value as unknown[])] : undefined,
};

/** A text that the items of a list may be. */
const itemOf = ({ items }: Schema): string =>
  ['x', '*'].find((text) => new RegExp(items?.pattern ?? '', 'u').test(text)) ?? 'x';

const isBelow = (path: Path, above: Path): boolean =>
  path.length > above.length && above.every((step, depth) => step === path[depth]);

describe('A value out of range', () => {
  it.each(Object.keys(outside))('should be refused at every place by %s, with its path', async (keyword) => {
    const wrong = (schema: Schema, value: unknown = ['x']) => outside[keyword]!(schema, value);
    const narrowed = places.filter(({ schema }) => wrong(schema) !== undefined);
    expect(narrowed.length).toBeGreaterThan(0);
    for (const { path, schema } of narrowed) {
      const example = schema.items?.enum ?? [itemOf(schema)];
      const problems = schemaProblemsOf(valuesWith(path, () => wrong(schema, example.slice(0, 1))));
      expect([...new Set(problems.map((problem) => problem.path))]).toEqual([formatPath(path)]);
    }
    // A map or a number: the number is where the entries of the map would be.
    const outer = narrowed.filter(({ path }) => !narrowed.some((other) => isBelow(path, other.path)));
    const valuesObject = allValues((value, { schema }) => wrong(schema, value) ?? value);
    for (const error of await refusals({ valuesObject })) {
      const unnamed = outer.filter(({ path }) => !error.includes(`at '${pointerOf(path)}'`));
      expect(unnamed.map(({ path }) => formatPath(path))).toEqual([]);
    }
  });

  it.each([
    ['persistence.size', { persistence: { size: '-5Gi' } }],
    ['sharedMemory.size', { sharedMemory: { size: '-1' } }],
  ])('should be refused below zero: %s', async (_, valuesObject) => {
    const refused = { validator: problemsOf(valuesObject).length > 0, helm: !(await isRendered({ valuesObject })) };
    expect(refused).toEqual({ validator: true, helm: true });
  });
});

describe('A text of 60 kB', () => {
  const patterns = [...JSON.stringify(model.schema).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(
    ([, pattern]) => JSON.parse(pattern!) as string,
  );

  // A quadratic pattern takes seconds for one of these texts, and this test then minutes.
  it('should be refused by every pattern without trying each part of it with each other', () => {
    const texts = ['0', '1', 'a', '-', ':', 'a-', 'a.', 'a/', '../'].map((part) => `${part.repeat(30_000)}\u0001`);
    const accepted = [...new Set(patterns)].filter((pattern) =>
      texts.some((text) => new RegExp(pattern, 'u').test(text)),
    );
    expect(accepted).toEqual([]);
  });
});
