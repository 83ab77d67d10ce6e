import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kvLayout } from './kv-layout.ts';
import { plan } from './plan.ts';
import { geometry, question, contextOf } from './test-questions.ts';
import type { Question } from './types.ts';

const names = Object.keys(geometry) as (keyof typeof geometry)[];
/** Totals as Linux reports them: Windows reports all that is on the box, of which less is free. */
const isLinux = (gib: number) =>
  ![4, 6, 8, 10, 11, 12, 16, 20, 24, 32, 48].some((box) => gib > box - 0.2 && gib <= box);
const linuxGiB = fc.double({ min: 3, max: 190, noNaN: true }).filter(isLinux);

const asked = fc
  .record({
    name: fc.constantFrom(...names),
    weightsGiB: fc.double({ min: 0.5, max: 60, noNaN: true }),
    totalGiB: linuxGiB,
    computeCapability: fc.constantFrom('8.0', '8.6', '8.9', '9.0', '12.0'),
    release: fc.constantFrom('0.11.0', '0.16.0', '0.19.1', '0.24.0', '0.28.0', '0.33.0'),
    maxModelLen: fc.integer({ min: 16, max: 262_144 }),
    maxNumSeqs: fc.integer({ min: 1, max: 1024 }),
    maxNumBatchedTokens: fc.integer({ min: 512, max: 16_384 }),
    gpuMemoryUtilization: fc.double({ min: 0.3, max: 0.98, noNaN: true }),
    enforceEager: fc.boolean(),
    kvCacheDtype: fc.constantFrom('auto', 'fp8'),
  })
  .map(({ name, weightsGiB, totalGiB, computeCapability, release, ...options }) =>
    question(name, { weightsGiB, gpu: { totalGiB, computeCapability }, release, options }),
  );

const rank = (fits: boolean | null) => (fits === true ? 2 : fits === null ? 1 : 0);
const withOptions = (one: Question, options: object): Question => ({ ...one, options: { ...one.options, ...options } });

describe('properties of the planner', () => {
  it('more memory never fits less', () => {
    fc.assert(
      fc.property(asked, fc.double({ min: 0, max: 60, noNaN: true }), (one, more) => {
        const gpu = one.gpu as { totalGiB: number; computeCapability: string };
        const larger = gpu.totalGiB + more;
        fc.pre(isLinux(larger));
        const [less, enough] = [plan(one), plan({ ...one, gpu: { ...gpu, totalGiB: larger } })];
        expect(rank(enough.fits)).toBeGreaterThanOrEqual(rank(less.fits));
        expect(enough.kvCacheGiB!).toBeGreaterThanOrEqual(less.kvCacheGiB! - 1e-9);
        expect(enough.maxModelLen!).toBeGreaterThanOrEqual(less.maxModelLen!);
      }),
      { numRuns: 300 },
    );
  });

  it('a longer context never fits where a shorter does not', () => {
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 262_144 }), (one, maxModelLen) => {
        const shorter = withOptions(one, { maxModelLen: Math.min(maxModelLen, Number(one.options!.maxModelLen)) });
        expect(rank(plan(one).fits)).toBeLessThanOrEqual(rank(plan(shorter).fits));
      }),
      { numRuns: 300 },
    );
  });

  it('fewer sequences never leave less', () => {
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 1024 }), (one, maxNumSeqs) => {
        const fewer = withOptions(one, { maxNumSeqs: Math.min(maxNumSeqs, one.options!.maxNumSeqs!) });
        const [all, some] = [plan(one), plan(fewer)];
        expect(some.kvCacheGiB!).toBeGreaterThanOrEqual(all.kvCacheGiB! - 1e-9);
        expect(some.kvCacheGiBLow!).toBeGreaterThanOrEqual(all.kvCacheGiBLow! - 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('the parts add up to the budget, and the tokens to the cache', () => {
    fc.assert(
      fc.property(asked, (one) => {
        const { parts, kvCacheTokens, kvCacheGiB, kvCacheGiBLow, kvCacheGiBHigh } = plan(one);
        const { budget, weights, nonTorch, activation, cudaGraphs, kvCache } = parts!;
        const used = weights.likely + nonTorch.likely + activation.likely + cudaGraphs.likely;
        expect(used + kvCache.likely).toBeCloseTo(budget.likely, 6);
        expect(kvCacheGiBLow!).toBeLessThanOrEqual(kvCacheGiB!);
        expect(kvCacheGiBHigh!).toBeGreaterThanOrEqual(kvCacheGiB!);
        const layout = kvLayout(contextOf(one));
        const groups = layout.groups.reduce((sum, { count }) => sum + count, 0);
        if (groups > 1 || kvCache.likely <= 0) return;
        const bytes = kvCacheTokens! * layout.bytesPerToken;
        expect(bytes).toBeLessThanOrEqual(kvCache.likely * 2 ** 30 + 1);
        expect(bytes).toBeGreaterThan(kvCache.likely * 2 ** 30 - layout.blockBytes - 1);
      }),
      { numRuns: 300 },
    );
  });

  it('the longest context that it names fits, and the next block does not by the same bound', () => {
    fc.assert(
      fc.property(asked, (one) => {
        const { maxModelLen, fits, kvCacheGiBLow } = plan(one);
        fc.pre(fits !== false && maxModelLen! >= 16 && maxModelLen! < 262_144);
        const at = plan(withOptions(one, { maxModelLen }));
        expect(at.marginGiB!).toBeGreaterThanOrEqual(-1e-9);
        expect(at.kvCacheGiBLow).toBe(kvCacheGiBLow);
        expect(plan(withOptions(one, { maxModelLen: maxModelLen! + 1 })).marginGiB!).toBeLessThan(0);
      }),
      { numRuns: 100 },
    );
  });
});
