import { formatPath, typesOf } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { schemaProblemsOf } from './support/problems.ts';
import { refusals } from './support/render.ts';
import { allValues, places, pointerOf, valuesWith, type Place } from './support/schema-places.ts';

/** One value of each type, by the type's name in JSON Schema. */
const samples: [type: string, value: unknown][] = [
  ['string', 'wrong'],
  ['number', 1.5],
  ['boolean', true],
  ['array', ['wrong']],
  ['object', { wrong: true }],
];

/** A value of every type that a place does not accept. 1.5 is not an integer. */
const wrongFor = ({ schema }: Place): unknown[] => {
  const admitted = typesOf(schema);
  return samples.filter(([type]) => !admitted.includes(type)).map(([, value]) => value);
};

// The document itself cannot have a wrong type: Helm reads maps only.
const typed = places.filter(({ path }) => path.length > 0);
const deepest = Math.max(...typed.map(({ path }) => path.length));

describe('A value of a wrong type', () => {
  const cases = typed.flatMap((place) => wrongFor(place).map((wrong) => ({ ...place, wrong })));

  it(`should be refused by our validator in ${cases.length} cases at ${typed.length} places, and named there`, () => {
    expect(typed.length).toBeGreaterThan(500);
    expect(typed.filter((place) => wrongFor(place).length === 0)).toEqual([]);
    for (const { path, wrong } of cases) {
      const problems = schemaProblemsOf(valuesWith(path, () => wrong));
      expect(new Set(problems.map((problem) => problem.path)), `${formatPath(path)}: ${JSON.stringify(wrong)}`).toEqual(
        new Set([formatPath(path)]),
      );
    }
  });

  // One render for each depth: what is wrong above hides what is wrong below.
  const depths = Array.from({ length: deepest }, (_, index) => index + 1);
  it.each(depths)('should be refused by both Helms at every place of depth %i', async (depth) => {
    const wrong = typed.filter(({ path }) => path.length === depth);
    for (const pick of [0, -1]) {
      const valuesObject = allValues((value, place) =>
        place.path.length === depth ? wrongFor(place).at(pick) : value,
      );
      for (const error of await refusals({ valuesObject })) {
        const unnamed = wrong.filter(({ path }) => !error.includes(`at '${pointerOf(path)}': got `));
        expect(unnamed.map(({ path }) => formatPath(path))).toEqual([]);
      }
    }
  });
});
