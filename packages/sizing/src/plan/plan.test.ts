import { describe, expect, it } from 'vitest';
import { gpus } from '../gpus.ts';
import { quickCheck } from './evaluate.ts';
import { plan } from './plan.ts';
import { question } from './test-questions.ts';
import type { Question } from './types.ts';
import { capabilityNumber } from './versions.ts';

const REFERENCE = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';

describe('the reference system', () => {
  it('should not fit an RTX 5070 with 12 GB: planners.md, section 3', () => {
    for (const release of ['0.19.1', '0.33.0']) {
      const options = { maxModelLen: 8192, gpuMemoryUtilization: 0.9 };
      const { fits, kvCacheGiBHigh, suggestions } = plan({ gpu: 'rtx-5070', model: REFERENCE, release, options });
      expect(fits).toBe(false);
      expect(kvCacheGiBHigh).toBeLessThan(1.5);
      expect(suggestions.map(({ kind }) => kind)).toContain('gpu');
    }
  });

  const sixteen = gpus.filter(
    ({ memory, computeCapability = '0' }) =>
      memory.marketingGiB === 16 && !memory.unified && capabilityNumber(computeCapability) >= 705,
  );

  it.each(sixteen.map(({ id }) => id))('should fit %s with 16 sequences', (gpu) => {
    const answer = plan({ gpu, model: REFERENCE, release: '0.33.0', options: { maxModelLen: 8192, maxNumSeqs: 16 } });
    expect(answer.fits).toBe(true);
    expect(answer.marginGiB).toBeGreaterThan(0);
  });

  it('should not run the document’s image on an RTX 50xx: it has no kernels for 12.0', () => {
    const { fits, reasons } = plan({ gpu: 'rtx-5070-ti', model: REFERENCE, release: '0.4.0' });
    expect(fits).toBe(false);
    expect(reasons[0]).toContain('no kernels for compute capability 12.0');
  });
});

describe('plan', () => {
  const seven: Question = question('qwen2.5-7b', {
    gpu: { totalGiB: 23.56, computeCapability: '8.6' },
    release: '0.22.1',
    weightsGiB: 5.29,
    options: { maxModelLen: 4096, maxNumSeqs: 8, gpuMemoryUtilization: 0.9 },
  });

  it('should answer with parts that add up, and where they come from', () => {
    const { parts, kvCacheGiB, kvCacheTokens } = plan(seven);
    const { budget, weights, nonTorch, activation, cudaGraphs, kvCache } = parts!;
    const rest = weights.likely + nonTorch.likely + activation.likely + cudaGraphs.likely + kvCache.likely;
    expect(rest).toBeCloseTo(budget.likely, 9);
    expect(kvCacheGiB).toBe(kvCache.likely);
    expect(kvCacheTokens! * 57_344).toBeLessThanOrEqual(kvCacheGiB! * 2 ** 30);
    expect(kvCacheTokens! * 57_344).toBeGreaterThan(kvCacheGiB! * 2 ** 30 - 16 * 57_344);
    for (const part of Object.values(parts!)) {
      expect(part.basis).not.toBe('');
      expect(part.low).toBeLessThanOrEqual(part.likely);
      expect(part.high).toBeGreaterThanOrEqual(part.likely);
    }
  });

  it('should say the same as the quick check', () => {
    const { fits, kvCacheGiB, kvCacheGiBLow, kvCacheGiBHigh, marginGiB } = plan(seven);
    expect(quickCheck(seven)).toEqual({ fits, kvCacheGiB, kvCacheGiBLow, kvCacheGiBHigh, marginGiB });
  });

  it('should say nothing of what it does not know', () => {
    const nothing = { fits: null, kvCacheGiB: null, parts: null, suggestions: [] };
    expect(plan({ gpu: 'rtx-9999', model: REFERENCE })).toMatchObject({
      ...nothing,
      reasons: ['gpu: "rtx-9999" is not in the catalog.'],
    });
    expect(plan({ gpu: 'rtx-4090', model: 'nobody/nothing' })).toMatchObject(nothing);
    expect(plan({ gpu: { totalGiB: -1 }, model: REFERENCE })).toMatchObject(nothing);
    expect(plan({ ...seven, model: { weightsGiB: 3 } as never })).toMatchObject(nothing);
    expect(plan({ ...seven, options: { gpuMemoryUtilization: 90 } })).toMatchObject(nothing);
  });

  it('should count without the context, and say that it is missing', () => {
    const { maxPositionEmbeddings: _, ...model } = seven.model as { maxPositionEmbeddings: number };
    const { fits, kvCacheGiB, reasons } = plan({ ...seven, model: model as never, options: {} });
    expect(fits).toBe(null);
    expect(kvCacheGiB).toBeGreaterThan(10);
    expect(reasons).toContain('The context is unknown: set maxModelLen.');
  });

  it('should span the releases where none is said', () => {
    const { release: _, ...unsaid } = seven;
    const wide = plan(unsaid);
    for (const release of ['0.9.2', '0.13.0', '0.19.1', '0.24.0', '0.28.0', '0.33.0']) {
      const { kvCacheGiBLow, kvCacheGiBHigh } = plan({ ...seven, release });
      expect(wide.kvCacheGiBLow).toBeLessThanOrEqual(kvCacheGiBLow! + 0.5);
      expect(wide.kvCacheGiBHigh).toBeGreaterThanOrEqual(kvCacheGiBHigh! - 0.5);
    }
    expect(plan({ ...seven, release: 'latest' })).toEqual(wide);
  });

  it('should take the size of the cache as told', () => {
    const told = (gib: number) =>
      plan({ ...seven, options: { maxModelLen: 32_768, kvCacheMemoryBytes: gib * 2 ** 30 } });
    expect(told(4)).toMatchObject({ fits: true, kvCacheGiB: 4, kvCacheTokens: 74_896 });
    expect(told(1)).toMatchObject({ fits: false, kvCacheGiB: 1 });
    expect(told(16)).toMatchObject({ fits: null });
    expect(told(30)).toMatchObject({ fits: false });
  });

  it('should not say "fits" where the budget leaves nothing for the CUDA context', () => {
    // C047: a 4 GiB GPU under WSL2, refused at 0.85 with 3.22 GiB free
    const gpu = { totalGiB: 4, computeCapability: '7.5' };
    const small = question('qwen2.5-0.5b', { gpu, release: '0.28.0', weightsGiB: 0.93 });
    expect(plan({ ...small, options: { maxModelLen: 2048, gpuMemoryUtilization: 0.85 } }).fits).toBe(null);
    expect(plan({ ...small, options: { maxModelLen: 2048, gpuMemoryUtilization: 1 } }).fits).toBe(false);
  });

  it('should leave room for what other processes hold, where that is said', () => {
    const gpu = { totalGiB: 23.52, computeCapability: '8.9' };
    const options = { maxModelLen: 8192, gpuMemoryUtilization: 0.9 };
    const asked = question('qwen2.5-7b', { gpu, release: '0.33.0', weightsGiB: 14.25, options });
    expect([0, 1.5, 2].map((usedGiB) => plan({ ...asked, usedGiB }).fits)).toEqual([true, true, null]);
    const more = plan({ ...asked, usedGiB: 3 });
    expect(more).toMatchObject({ fits: false, reasons: [expect.stringContaining('the 3.00 GiB of other processes')] });
    expect(plan({ ...asked, usedGiB: -1 }).reasons).toEqual(['usedGiB must be a number of at least 0, not -1.']);
    expect(plan({ ...asked, warm: 'yes' as never }).reasons).toEqual(['warm must be true or false, not yes.']);
  });

  it('should not need room for graphs under Windows, which moves memory to the CPU', () => {
    // N017: started with 1.92 GiB outside the budget
    const gpu = { totalGiB: 23.99, computeCapability: '8.9' };
    const options = { maxModelLen: 8192, gpuMemoryUtilization: 0.92 };
    expect(plan(question('qwen2.5-7b', { gpu, release: '0.27.1', weightsGiB: 14.25, options })).fits).toBe(true);
  });

  it('should answer on a GB10, as the catalog has it and as its total says', () => {
    const model = 'Qwen/Qwen3-14B';
    const options = { maxModelLen: 32_768 };
    const named = plan({ gpu: 'gb10-dgx-spark', model, release: '0.33.0', options });
    const told = plan({ gpu: { totalGiB: 121.69, computeCapability: '12.1' }, model, release: '0.33.0', options });
    expect(named).toMatchObject({ fits: true, kvCacheGiB: told.kvCacheGiB });
    expect(named.kvCacheGiBLow).toBeLessThan(told.kvCacheGiBLow!);
  });

  it('should not take nonsense for room', () => {
    const moe = { activeExperts: 'eight', intermediateSize: 768 };
    const { fits } = plan({ ...seven, model: { ...(seven.model as object), moe } as never });
    expect(fits).toBe(null);
    expect(plan({ ...seven, options: { maxModelLen: 4096, kvCacheDtype: 'auto', blockSize: 0.5 } }).fits).toBe(null);
  });

  it('should leave room for warming up the sampler, which runner V2 does not profile before 0.33 (C177)', () => {
    const gpu = { totalGiB: 12.7, computeCapability: '8.9' };
    const options = { maxModelLen: 4096, gpuMemoryUtilization: 0.92 };
    const at = (release: string) => plan(question('qwen3-4b', { gpu, release, weightsGiB: 7.56, options })).fits;
    expect([at('0.28.0'), at('0.33.0')]).toEqual([null, true]);
  });

  it('should refuse more sequences than recurrent states (C041)', () => {
    const gpu = { totalGiB: 44.39, computeCapability: '8.9' };
    const options = { maxModelLen: 65_536, gpuMemoryUtilization: 0.9 };
    const hybrid = question('qwen3.5-27b', { gpu, release: '0.26.0', weightsGiB: 28.51, options });
    expect(plan(hybrid)).toMatchObject({ fits: false });
    expect(plan(hybrid).reasons[0]).toContain('recurrent states');
    expect(plan({ ...hybrid, options: { ...options, maxNumSeqs: 16 } }).fits).toBe(true);
  });

  it('should say once what it does not know', () => {
    const slices = { gpu: 'h100-sxm-mig-7g.80gb', model: 'Qwen/Qwen3-4B', options: { tensorParallelSize: 2 } };
    const { reasons, assumptions } = plan({ ...slices, release: '0.33.0' });
    expect(reasons.join()).toContain('Several MIG slices');
    expect(assumptions.filter((text) => reasons.includes(text))).toEqual([]);
  });

  it('should say by how much the rest is too large, without a negative size', () => {
    const { reasons } = plan({ gpu: 'rtx-4090', model: 'Qwen/Qwen3-32B', release: '0.33.0' });
    expect(reasons[0]).toMatch(/^Nothing is left for the KV cache: the rest takes at least \d+\.\d\d GiB more than/);
  });

  it('should offer only what it has planned', () => {
    const tight = { gpu: 'rtx-4070', model: REFERENCE, release: '0.33.0', options: { maxModelLen: 4096 } };
    const { fits, suggestions } = plan(tight);
    expect(fits).not.toBe(true);
    expect(suggestions.length).toBeGreaterThan(0);
    for (const { change, marginGiB } of suggestions) {
      const changed = plan({ ...tight, ...change, options: { ...tight.options, ...change.options } });
      expect(changed.fits).toBe(true);
      expect(changed.marginGiB).toBeCloseTo(marginGiB, 9);
    }
  });

  it('should plan a model that the catalog does not have, in the catalog’s shape', async () => {
    const { models } = await import('../models.ts');
    const entry = models.find(({ id }) => id === REFERENCE)!;
    const asked = { gpu: 'rtx-5070-ti', release: '0.33.0', options: { maxModelLen: 8192 } };
    expect(plan({ ...asked, model: { ...entry } })).toEqual(plan({ ...asked, model: REFERENCE }));
  });
});
