import { describe, expect, it } from 'vitest';
import { findRelease } from '../releases.ts';
import { kernelObjections } from './compatibility.ts';
import { plan } from './plan.ts';
import { question } from './test-questions.ts';
import { capabilityNumber } from './versions.ts';

function kernels(release: string, capability: string): 'native' | 'unsure' | 'none' {
  const [objection] = kernelObjections(findRelease(release)!, capabilityNumber(capability));
  return objection === undefined ? 'native' : objection.certain ? 'none' : 'unsure';
}

describe('kernelObjections', () => {
  it.each([
    // vllm.md, section 1
    ['0.33.0', '12.0', 'native'],
    ['0.33.0', '12.1', 'native'],
    ['0.33.0', '10.3', 'native'],
    ['0.33.0', '7.5', 'native'],
    ['0.33.0', '7.0', 'none'],
    ['0.19.1', '7.0', 'native'],
    ['0.11.0', '8.6', 'native'],
    ['0.11.0', '8.9', 'native'],
    ['0.9.1', '12.0', 'unsure'],
    ['0.9.2', '12.0', 'native'],
    ['0.8.5', '12.0', 'none'],
    ['0.8.5', '10.0', 'none'],
    ['0.4.0', '12.0', 'none'],
    ['0.4.0', '8.6', 'unsure'],
    ['0.6.6', '6.1', 'none'],
  ] as const)('vLLM %s on %s: %s', (release, capability, expected) => {
    expect(kernels(release, capability)).toBe(expected);
  });
});

describe('reasons against a start', () => {
  const ask = (release: string, capability: string, model = {}, options = {}) => {
    const asked = question('qwen2.5-0.5b', { gpu: { totalGiB: 40, computeCapability: capability }, release });
    return plan({
      ...asked,
      model: { ...(asked.model as object), ...model } as never,
      options: { maxModelLen: 2048, ...options },
    });
  };

  it.each([
    ['a method that left the image', '0.24.0', '8.9', { quantization: 'gguf' }, {}, 'vllm-gguf-plugin'],
    ['a method that left the image', '0.28.0', '8.9', { quantization: 'bitsandbytes' }, {}, 'vllm-bnb-plugin'],
    [
      'a method above the capability',
      '0.13.0',
      '7.5',
      { quantization: 'fp8' },
      {},
      'Quantization fp8 needs compute capability 8.0',
    ],
    ['bfloat16 on Turing', '0.33.0', '7.5', {}, { dtype: 'bfloat16' }, 'use float16'],
    ['a KV type that the release lacks', '0.19.1', '8.9', {}, { kvCacheDtype: 'nvfp4' }, 'no kv-cache-dtype "nvfp4"'],
    ['heads that do not divide', '0.33.0', '8.9', {}, { tensorParallelSize: 4 }, '14 attention heads'],
    ['a context beyond the positions', '0.33.0', '8.9', {}, { maxModelLen: 300_000 }, '262,144 positions'],
    ['a flag that the release lacks', '0.6.6', '8.9', {}, { kvCacheMemoryBytes: 1e9 }, '--kv-cache-memory-bytes'],
  ])('%s is certain: vLLM %s, %s', (_, release, capability, model, options, words) => {
    const { fits, reasons } = ask(release, capability, model, options);
    expect(fits).toBe(false);
    expect(reasons.join(' ')).toContain(words);
  });

  it.each([
    ['0.8.5', '8.6', { method: 'modelopt', bits: 4 }, false],
    ['0.9.0', '8.6', { method: 'modelopt', bits: 4 }, true],
    ['0.33.0', '7.5', { method: 'modelopt', bits: 4 }, true],
    ['0.26.0', '8.6', { method: 'modelopt', bits: 8 }, false],
    ['0.33.0', '8.6', { method: 'modelopt', bits: 8 }, true],
    ['0.13.0', '7.5', { method: 'compressed-tensors', bits: 8 }, true],
    ['0.33.0', '7.5', { method: 'compressed-tensors', bits: 8 }, true],
    ['0.11.0', '7.5', { method: 'compressed-tensors', bits: 4 }, false],
    ['0.19.1', '7.5', { method: 'compressed-tensors', bits: 4 }, true],
    ['0.19.1', '7.0', { method: 'compressed-tensors', bits: 4 }, false],
  ])('vLLM %s on %s, %j: %s', (release, capability, quantization, runs) => {
    const { fits } = ask(release, capability, { quantization });
    expect(fits !== false).toBe(runs);
  });

  it.each([
    ['a method that the release does not list', { quantization: 'exl3' }, {}],
    ['an option that is not counted', {}, { kvTransferConfig: { kv_connector: 'LMCacheConnectorV1' } }],
    ['a cache that is not modelled', { architecture: 'DeepseekV32ForCausalLM' }, {}],
    ['quantizing on load', {}, { quantization: 'fp8' }],
    [
      'positions that hfOverrides changes in ways that are not read',
      {},
      { maxModelLen: 300_000, hfOverrides: { alibi: true } },
    ],
  ])('%s is unknown', (_, model, options) => {
    expect(ask('0.33.0', '8.9', model, options).fits).toBe(null);
  });

  it('should allow what is listed', () => {
    expect(ask('0.23.0', '8.9', { quantization: 'gguf' }).fits).toBe(true);
    expect(ask('0.20.2', '7.5', { quantization: 'fp8' }).fits).toBe(true);
    expect(ask('0.33.0', '8.9', {}, { kvCacheDtype: 'fp8' }).fits).toBe(true);
  });

  it('should want as many GPUs as shards', () => {
    const options = { maxModelLen: 2048, tensorParallelSize: 2 };
    const asked = question('qwen2.5-14b', { release: '0.33.0', weightsGiB: 9.4, options });
    expect(plan({ ...asked, gpuCount: 1 })).toMatchObject({
      fits: false,
      reasons: ['2 shards need 2 GPUs, not 1.'],
    });
    expect(plan({ ...asked, gpuCount: 2 }).fits).toBe(true);
  });
});
