import { deepMerge, formatPath, type Path } from '@archon/values';
import fc from 'fast-check';
import { mutate, mutationsOf } from '@archon/values/testing/mutations';
import { helmMajors } from '@archon/testbed/helm';
import { chart, model } from '../support/chart.ts';
import { mustBe, type Property } from './property.ts';
import { validValues, type Values } from './random-values.ts';
import { comparable, namesPath, ruleLines } from './refusal.ts';
import { brokenRules } from './values/repair.ts';

/** Valid values with one mutation, and the place of it. */
export interface Mutation {
  values: Values;
  breaks: 'key' | 'type' | 'range' | 'rule';
  path: Path;
}

const kinds = ['key', 'type', 'range', 'rule'] as const;

/** One mutation of a kind in valid values, or undefined where there is none to make. A rule's first example breaks it. */
function mutationIn(values: Values, breaks: Mutation['breaks'], choice: number): Mutation | undefined {
  if (breaks === 'rule') {
    const { path, examples } = model.rules[choice % model.rules.length]!;
    return { values: deepMerge(values, examples[0]!.broken), breaks, path: path.split('.') };
  }
  const mutations = mutationsOf(model, values).filter((mutation) => mutation.breaks === breaks);
  const mutation = mutations[choice % mutations.length];
  return mutation && { values: mutate(values, mutation) as Values, breaks, path: mutation.path };
}

/** One mutation in valid values is refused at its place by our validator and by both Helms. */
export const mutationProperty: Property<Mutation> = {
  name: 'mutations',
  title: 'refuse one mutation in valid values at its place, as both Helms do',
  cases: fc
    .tuple(validValues, fc.constantFrom(...kinds), fc.nat())
    .map(([values, breaks, choice]) => mutationIn(values, breaks, choice))
    .filter((mutation) => mutation !== undefined),
  async check({ values, breaks, path }, engine) {
    const problems = brokenRules(values);
    const paths = problems.map((problem) => problem.path);
    mustBe(
      `our validator names ${formatPath(path)}, of ${JSON.stringify(paths)}`,
      // a rule about all options of the engine names the option
      paths.some((one) => one === formatPath(path) || (breaks === 'rule' && one?.startsWith(`${formatPath(path)}.`))),
      true,
    );
    for (const helm of helmMajors) {
      const result = await engine.render({ helm, chart, valuesObject: values });
      if (result.ok) throw new Error(`Helm ${helm} renders what our validator refuses at ${formatPath(path)}`);
      if (breaks === 'rule') {
        const ours = problems.map((problem) => comparable(`${problem.path}: ${problem.message}`));
        mustBe(`the broken rules of Helm ${helm}`, ruleLines(result.error).map(comparable).sort(), ours.sort());
      } else mustBe(`Helm ${helm} names ${formatPath(path)}: ${result.error}`, namesPath(result.error, path), true);
    }
  },
};
