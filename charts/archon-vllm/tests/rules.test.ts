import { describe, expect, it } from 'vitest';
import { model } from './support/chart.ts';
import { problemsOf } from './support/problems.ts';
import { isRendered, refusals } from './support/render.ts';

/** Each example of each rule, as the features have it. */
const cases = model.rules.flatMap(({ name: rule, path, examples }) =>
  examples.map((example) => ({ rule, path, ...example })),
);

/** Rules whose sentences Helm words for itself, because it has no table of similar names. */
const wordedByHelm = ['typed-flags', 'extra-args', 'gpu-unknown'];

describe('The rules', () => {
  it.concurrent.each(cases)('should refuse $rule, once and at $path: $broken', async ({ rule, path, broken }) => {
    const problems = problemsOf(broken);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    for (const error of await refusals({ valuesObject: broken })) {
      expect(error).toContain(`- ${path}: ${wordedByHelm.includes(rule) ? '' : problems[0]!.message}`);
      expect(error.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(1);
      expect(error).not.toMatch(/%!|<no value>|<nil>|map\[|undefined/);
    }
  });

  it.concurrent.each(cases)('should leave the near miss of $rule alone: $fine', async ({ fine }) => {
    expect(problemsOf(fine)).toEqual([]);
    expect(await isRendered({ valuesObject: fine })).toBe(true);
  });

  it('should be reported together', async () => {
    const broken = {
      replicas: 2,
      gpu: { count: 3 },
      service: { nodePort: 30800 },
      extraEnv: ['HOME', 'A', 'A'].map((name) => ({ name })),
      engine: { tensorParallelSize: 4, maxLoras: 2, extraArgs: ['--max-logprob=5', '--host=0.0.0.0', 'stray'] },
    };
    const paths = problemsOf(broken).map(({ path }) => path);
    expect(new Set(paths)).toEqual(
      new Set(['replicas', 'gpu.count', 'service.nodePort', 'extraEnv', 'engine.enableLora', 'engine.extraArgs']),
    );
    for (const error of await refusals({ valuesObject: broken })) {
      const lines = error.split('\n').filter((line) => line.startsWith('- '));
      expect(lines.map((line) => line.slice(2).split(':')[0])).toEqual(paths);
    }
  });
});
