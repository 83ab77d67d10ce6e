import { describe, expect, it } from 'vitest';
import { problemsOf, refusals, render, validation } from './support/chart.ts';

/** Each example of each rule, as the features have it. */
const cases = validation.model.rules.flatMap(({ name: rule, path, examples }) =>
  examples.map((example) => ({ rule, path, ...example })),
);

describe('The rules', () => {
  it.concurrent.each(cases)('should refuse $rule, once and at $path: $broken', async ({ path, broken }) => {
    const problems = problemsOf(broken);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    for (const error of await refusals(broken)) {
      expect(error).toContain(`- ${path}: ${problems[0]!.message}`);
      expect(error.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(1);
      expect(error).not.toMatch(/%!|<no value>|<nil>|map\[|undefined/);
    }
  });

  it.concurrent.each(cases)('should leave the near miss of $rule alone: $fine', async ({ fine }) => {
    expect(problemsOf(fine)).toEqual([]);
    await render(fine);
  });
});
