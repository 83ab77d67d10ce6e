import { deepMerge } from '@archon/values';
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

const digest = `sha256:${'0'.repeat(64)}`;

/** Valid values on which the rules depend besides their own. */
const surroundings: Record<string, unknown>[] = [
  { preset: '', model: { id: 'org/of-my-own' } },
  { preset: 'archon-seed' },
  { image: { repository: 'example.com/own', tag: 'abc', release: '0.33.0' } },
  { image: { repository: 'example.com/own', digest, release: '0.10.2' } },
  { image: { tag: 'nightly', digest, release: '0.33.0' } },
  {
    model: { id: 'org/copy', copyOf: 'google/gemma-3-1b-it' },
    engine: { hfOverrides: { a: 1 }, enableLora: true, maxLoras: 2, enableChunkedPrefill: true, maxNumSeqs: 4 },
  },
  { persistence: { existingClaim: 'models' }, replicas: null, gpu: { count: 0 } },
  {
    persistence: { enabled: false },
    podSecurityContext: { runAsUser: 1000 },
    securityContext: { runAsUser: 1000 },
    extraEnv: [{ name: 'VLLM_PLUGINS', value: 'mine' }],
  },
  {
    gpu: { resourceName: 'amd.com/gpu', count: 2 },
    ingress: { enabled: false },
    resources: { requests: { memory: '4Gi' }, limits: null },
  },
  {
    apiKey: { existingSecret: 'vllm-api-key' },
    ingress: { className: 'alb' },
    service: { type: 'LoadBalancer' },
    probes: { liveness: { enabled: false }, startup: { enabled: false } },
    resources: { limits: { cpu: '4', memory: '64Gi', 'example.com/fpga': 1 } },
  },
];

/** A rule on an object says of which of its values each message is. */
const isWithin = (path = '', place: string): boolean => path === place || path.startsWith(`${place}.`);

describe('The rules', () => {
  // The property "mutations" breaks random values by these examples.
  it.each(surroundings)('should be broken by their first example also in the values %j', (values) => {
    expect(problemsOf(values)).toEqual([]);
    const silent = model.rules.filter(
      ({ path, examples }) =>
        !problemsOf(deepMerge(values, examples[0]!.broken)).some((problem) => isWithin(problem.path, path)),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it.concurrent.each(cases)('should refuse $rule, once and within $path: $broken', async ({ rule, path, broken }) => {
    const problems = problemsOf(broken);
    expect(problems.map((problem) => isWithin(problem.path, path))).toEqual([true]);
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
