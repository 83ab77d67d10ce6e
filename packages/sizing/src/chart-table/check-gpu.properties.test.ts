import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gpus } from '../gpus.ts';
import { models } from '../models.ts';
import { quickCheck } from '../plan/evaluate.ts';
import type { Question } from '../plan/types.ts';
import { versions } from './by-release.ts';
import { checkGpu, type GpuValues } from './check-gpu.ts';

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

const engines = fc.record({
  maxModelLen: optional(fc.oneof(fc.integer({ min: 1, max: 300_000 }), fc.constantFrom(8192, 32_768, 131_072))),
  gpuMemoryUtilization: optional(fc.double({ min: 0.05, max: 1, noNaN: true })),
  maxNumSeqs: optional(fc.oneof(fc.integer({ min: 1, max: 4096 }), fc.constantFrom(8, 16, 256))),
  maxNumBatchedTokens: optional(fc.oneof(fc.integer({ min: 1, max: 131_072 }), fc.constantFrom(2048, 8192))),
  enforceEager: optional(fc.boolean()),
  kvCacheDtype: optional(fc.constantFrom('auto', 'fp8', 'fp8_e5m2', 'bfloat16')),
  dtype: optional(fc.constantFrom('auto', 'half', 'bfloat16')),
});

/** What other rules of the chart let through (tokens-below-sequences in engine.yaml). */
const isConsistent = ({ engine: { maxNumSeqs = 1, maxNumBatchedTokens = Infinity } }: Case): boolean =>
  maxNumBatchedTokens >= maxNumSeqs;

const cases = fc.record({
  product: fc.constantFrom(...gpus.map(({ id }) => id)),
  id: fc.constantFrom(...models.map(({ id }) => id)),
  release: fc.oneof(fc.constantFrom(...versions()), fc.constantFrom('0.33.0', '0.28.0', '0.19.1')),
  engine: engines,
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const valuesOf = ({ product, id, release, engine }: Case): GpuValues => ({
  gpu: { product, count: 1, resourceName: 'nvidia.com/gpu' },
  model: { id },
  engine: { ...engine, extraArgs: [] } as GpuValues['engine'],
  image: { repository: 'docker.io/vllm/vllm-openai', tag: `v${release}` },
  extraEnv: [],
});

const questionOf = ({ product, id, release, engine }: Case): Question =>
  ({ gpu: product, gpuCount: 1, model: id, release, options: engine }) as Question;

describe('the GPU check of the chart, against the planner', () => {
  it('should refuse only what does not fit, and say that it fits only of what fits', () => {
    fc.assert(
      fc.property(cases.filter(isConsistent), (one) => {
        const { refused, unknown, notes } = checkGpu(valuesOf(one), one.release);
        expect(refused.length + unknown.length + notes.length).toBeGreaterThan(0);
        const fits = refused.length === 0 && notes.every((note) => note.startsWith('Fits:'));
        if (refused.length > 0) expect(quickCheck(questionOf(one)).fits).toBe(false);
        if (fits) expect(quickCheck(questionOf(one)).fits).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('should leave few questions open that the planner answers', () => {
    const engine = { maxModelLen: 8192, maxNumSeqs: 16 };
    const all = gpus.flatMap(({ id: product }) => models.map(({ id }) => ({ product, id, release: '0.33.0', engine })));
    const open = all.filter((one) => {
      const { refused, notes } = checkGpu(valuesOf(one as Case), one.release);
      const uncertain = refused.length === 0 && notes.some((note) => note.startsWith('Not certain:'));
      return uncertain && quickCheck(questionOf(one as Case)).fits !== null;
    });
    expect(open.length / all.length).toBeLessThan(0.02);
  });
});
