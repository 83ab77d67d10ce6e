import { describe, expect, it } from 'vitest';
import { numericOptions } from './numeric-options.ts';
import { question, contextOf } from './test-questions.ts';

const settingsFor = (totalGiB: number, computeCapability: string, release: string, options = {}) =>
  contextOf(question('llama-3.1-8b', { gpu: { totalGiB, computeCapability }, release, options })).settings;

describe('settingsOf', () => {
  it.each([
    // vllm.md, section 3: get_batch_defaults of the API server
    [23.5, '8.9', '0.19.1', 256, 2048],
    [79.19, '9.0', '0.19.1', 1024, 8192],
    [79.25, '8.0', '0.19.1', 256, 2048],
    [178, '10.0', '0.27.1', 1024, 8192],
    [178, '10.0', '0.28.0', 1024, 16_384],
    [121.6, '12.1', '0.33.0', 256, 2048],
  ])('should take vLLM’s defaults: %d GiB, %s, vLLM %s', (total, capability, release, sequences, batchedTokens) => {
    expect(settingsFor(total, capability, release)).toMatchObject({ sequences, batchedTokens });
  });

  it('should batch a whole context in V0, unless it is long', () => {
    const batched = (maxModelLen: number, release: string) =>
      settingsFor(23.5, '8.6', release, { maxModelLen }).batchedTokens;
    expect([batched(20_000, '0.6.6'), batched(1024, '0.6.6')]).toEqual([20_000, 2048]);
    expect([batched(131_072, '0.6.0'), batched(131_072, '0.7.3')]).toEqual([512, 2048]);
  });

  it('should use 0.90 of the GPU up to 0.19.1 and 0.92 from 0.20.0', () => {
    expect(settingsFor(23.5, '8.9', '0.19.1').utilization).toBe(0.9);
    expect(settingsFor(23.5, '8.9', '0.20.0').utilization).toBe(0.92);
  });

  it('should take null as not set', () => {
    expect(settingsFor(23.5, '8.9', '0.33.0', { maxNumSeqs: null, gpuMemoryUtilization: null })).toEqual(
      settingsFor(23.5, '8.9', '0.33.0'),
    );
  });
});

describe('numericOptions', () => {
  it('should read numbers that are text as vLLM does', () => {
    const options = {
      maxModelLen: '32k',
      maxNumBatchedTokens: '8K',
      gpuMemoryUtilization: '0.85',
      kvCacheDtype: 'auto',
    };
    const numbers = {
      maxModelLen: 32_000,
      maxNumBatchedTokens: 8192,
      gpuMemoryUtilization: 0.85,
      kvCacheDtype: 'auto',
    };
    expect(numericOptions(options)).toEqual(numbers);
    expect(numericOptions({ maxModelLen: 'auto', kvCacheMemoryBytes: 'much' })).toEqual({
      maxModelLen: -1,
      kvCacheMemoryBytes: NaN,
    });
  });

  it.each([-1, 'auto'])('should leave a context of %s to vLLM', (maxModelLen) => {
    expect(settingsFor(23.5, '8.9', '0.33.0', { maxModelLen }).contextTokens).toBeUndefined();
  });
});
