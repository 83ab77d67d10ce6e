import { leavesOf, resolveRef, valueAt } from '@archon/values';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { model } from '../support/chart.ts';
import { schemaProblemsOf } from '../support/problems.ts';
import { randomValues, writtenValues } from './random-values.ts';
import { brokenRules, repair } from './values/repair.ts';

const seed = 7;
const written = fc.sample(writtenValues, { numRuns: 1000, seed });
const leaves = leavesOf(model);

describe('The random values that users may write', () => {
  it('should be admitted by the schema', () => {
    expect(written.flatMap(schemaProblemsOf)).toEqual([]);
  });

  it(`should set each of the ${leaves.length} values in 1 of 300 cases or more`, () => {
    const rare = leaves.filter(({ path }) => written.filter((values) => valueAt(values, path) != null).length < 3);
    expect(rare.map(({ path }) => path.join('.'))).toEqual([]);
  });

  it('should use each choice of each enum', () => {
    const choices = leaves.flatMap(({ path, schema }) =>
      (resolveRef(model, schema).enum ?? []).filter((choice) => choice !== null).map((choice) => ({ path, choice })),
    );
    const unused = choices.filter(({ path, choice }) => !written.some((values) => valueAt(values, path) === choice));
    // Rare values with many choices have them in the 10,000 cases of npm run fuzz.
    expect(unused.length).toBeLessThan(choices.length / 20);
  });

  it('should be small, and sometimes large', () => {
    const sizes = written.map((values) => leaves.filter(({ path }) => valueAt(values, path) !== undefined).length);
    const [median, largest] = [0.5, 0.95].map((share) => sizes.toSorted((a, b) => a - b)[written.length * share]!);
    expect(median).toBeGreaterThanOrEqual(4);
    expect(median).toBeLessThan(12);
    expect(largest).toBeGreaterThan(20);
  });

  it('should seldom break a rule, and hardly ever beyond repair', () => {
    const broken = written.filter((values) => brokenRules(values).length > 0);
    expect(broken.length / written.length).toBeLessThan(0.45);
    expect(broken.filter((values) => repair(values) === undefined).length / written.length).toBeLessThan(0.01);
  });
});

describe('randomValues', () => {
  const values = randomValues(200, seed);

  it('should break no rule', () => expect(values.flatMap(brokenRules)).toEqual([]));

  it('should be the same for the same seed, and others for another', () => {
    expect(randomValues(200, seed)).toEqual(values);
    expect(randomValues(200, seed + 1)).not.toEqual(values);
  });

  it('should be JSON, which Helm reads as it is', () => expect(JSON.parse(JSON.stringify(values))).toEqual(values));

  it('should hardly repeat itself', () => {
    expect(new Set(values.map((one) => JSON.stringify(one))).size).toBeGreaterThan(180);
  });
});
