import { leavesOf, type Path, type Problem } from '@archon/values';
import fc from 'fast-check';
import { arbitraryValues } from '@archon/values/testing/arbitrary-values';
import { helmMajors } from '@archon/testbed/helm';
import { chart, model } from '../support/chart.ts';
import { setAt } from '../support/set-at.ts';
import { mustBe, type Property } from './property.ts';
import { writtenValues, type Values } from './random-values.ts';
import { comparable, ruleLines } from './refusal.ts';
import { brokenRules } from './values/repair.ts';

const leaves = leavesOf(model).map(({ path }) => path);
const places: Path[] = [...leaves, ...leaves.map((path) => path.slice(0, -1))].filter((path) => path.length > 0);

// Only Helm can read a text of extraObjects, because it fills in the tags first: here all of them are maps.
const anyObject = fc.record({
  apiVersion: fc.string(),
  kind: fc.string(),
  metadata: fc.constant({}),
  more: fc.jsonValue(),
});

// Whatever the schema admits, also of Kubernetes' types; and what users write, but with a null anywhere.
const cases = fc.oneof(
  arbitraryValues(model, { extraObjects: fc.array(anyObject, { maxLength: 2 }) }),
  writtenValues,
  fc.tuple(writtenValues, fc.constantFrom(...places)).map(([values, path]) => setAt(values, path, null) as Values),
);

/** Our validator and both Helms refuse the same values, for the same reasons. */
export const verdictProperty: Property<Values> = {
  name: 'verdicts',
  title: 'say the same of values as both Helms: what is refused, where and why',
  cases,
  async check(values, engine) {
    const problems = brokenRules(values);
    const results = await Promise.all(helmMajors.map((helm) => engine.render({ helm, chart, valuesObject: values })));
    const verdicts = results.map((result) => (result.ok ? 'rendered' : 'refused'));
    const texts = JSON.stringify([problems, results.map((result) => (result.ok ? 'rendered' : result.error))], null, 1);
    const expected = problems.length === 0 ? 'rendered' : 'refused';
    mustBe(`the verdicts of the Helms\n${texts}\n`, verdicts, [expected, expected]);
    for (const result of results) {
      if (!result.ok && ruleLines(result.error).length > 0)
        mustBe('the broken rules', linesOf(ruleLines(result.error)), linesOf(problems.map(lineOf)));
    }
    const [older, newer] = results;
    if (older!.ok && newer!.ok) mustBe('the objects of Helm 3 and Helm 4', sorted(older!), sorted(newer!));
  },
};

const lineOf = ({ path, message }: Problem): string => `${path}: ${message}`;
const linesOf = (lines: string[]): string[] => lines.map(comparable).sort();
const sorted = ({ objects }: { objects: unknown[] }): string[] =>
  objects.map((object) => JSON.stringify(object)).sort();
