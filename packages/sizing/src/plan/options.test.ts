import { describe, expect, it } from 'vitest';
import { flagNames, findFlag, flagOfKey } from '../flags.ts';
import { isNeutral } from './counted-options.ts';
import { plan } from './plan.ts';
import { keyOfFlag, readOptions } from './read-options.ts';

const asked = { gpu: 'rtx-4090', model: 'Qwen/Qwen3-8B', release: '0.33.0' };
const ask = (options: Record<string, unknown>) =>
  plan({ ...asked, options: { maxModelLen: 4096, maxNumSeqs: 8, ...options } });

describe('options out of range', () => {
  it.each(['tensorParallelSize', 'pipelineParallelSize', 'dataParallelSize'])('should be refused: %s', (key) => {
    expect(ask({ [key]: 200_000_000 }).reasons).toEqual([`options.${key} must be at most 1024, not 200000000.`]);
  });
});

describe('readOptions', () => {
  it('should read every form that vLLM reads', () => {
    const options = {
      '--max-model-len': 4096,
      '-tp': 2,
      'compilation-config.mode': 3,
      'compilationConfig.pass_config.fuse_norm_quant': true,
      '--no-enforce-eager': true,
      '-O3': true,
      extraArgs: ['--gpu-memory-utilization=0.5', '-pp', '2', '--swap-space', '4', '--max-num-seqs=8'],
      maxNumSeqs: 16,
    };
    expect(readOptions(options)).toEqual({
      maxModelLen: 4096,
      tensorParallelSize: 2,
      compilationConfig: { mode: 3, pass_config: { fuse_norm_quant: true } },
      enforceEager: false,
      O: 3,
      gpuMemoryUtilization: 0.5,
      pipelineParallelSize: 2,
      swapSpace: 4,
      maxNumSeqs: 16,
    });
  });

  it('should leave plain options as they are', () => {
    const options = { maxModelLen: 4096, enforceEager: null };
    expect(readOptions(options)).toBe(options);
  });
});

describe('options', () => {
  it('should read -O as the release does: the level of compilation before 0.12', () => {
    const at = (release: string, level: string) =>
      plan({ ...asked, release, options: { maxModelLen: 4096, maxNumSeqs: 8, extraArgs: [`-O${level}`] } });
    expect(at('0.10.2', '3')).toMatchObject({ fits: true });
    expect(at('0.10.2', '1')).toMatchObject({ fits: null });
    expect(at('0.10.2', '3').kvCacheGiB).toBe(
      plan({ ...asked, release: '0.10.2', options: { maxModelLen: 4096, maxNumSeqs: 8 } }).kvCacheGiB,
    );
  });

  it.each([
    [{ 'watermark-config.mode': 3 }, 'watermarkConfig'],
    [{ extraArgs: ['--offload-params=w'] }, 'offloadParams'],
    [{ extraArgs: ['--enable-dbo'] }, 'enableDbo'],
    [{ hfOverrides: { num_hidden_layers: 4 } }, 'num_hidden_layers'],
    [{ hfOverrides: { text_config: { hidden_size: 64 } } }, 'hidden_size'],
    [{ loadFormat: 'tensorizer' }, 'loadFormat'],
    [{ enableChunkedPrefill: false }, 'set maxNumBatchedTokens'],
    [{ mmDeviceDoNormalize: true }, 'mmDeviceDoNormalize'],
    [{ dtype: 'float32', quantization: 'fp8' }, 'fp8'],
  ])('should not answer %j', (options, words) => {
    const { fits, reasons } = ask(options);
    expect(fits).not.toBe(true);
    expect(reasons.join(' ')).toContain(words);
  });

  it.each([
    [{ '-O3': true }, { optimizationLevel: 3 }],
    [{ 'compilation-config.cudagraph_capture_sizes': [1, 2] }, { cudagraphCaptureSizes: [1, 2] }],
    [{ extraArgs: ['--compilation-config.max_cudagraph_capture_size=8'] }, { maxCudagraphCaptureSize: 8 }],
    [{ extraArgs: ['-q', 'gptq', '--no-enforce-eager'] }, { quantization: 'gptq', enforceEager: false }],
  ])('should count %j as %j', (written, plain) => {
    expect(ask(written)).toEqual(ask(plain));
  });

  it.each([
    [{ port: 8080, apiKey: 'x', enablePrefixCaching: true, loadFormat: 'auto', toolCallParser: 'hermes' }],
    [{ extraArgs: ['--max-logprobs=5', '--seed', '1', '--no-enable-log-requests'] }],
    [{ enableSleepMode: false, hfOverrides: {} }],
  ])('should answer %j', (options) => {
    expect(ask(options).fits).toBe(true);
  });

  it.each([
    [{ maxNumBatchedTokens: 8, maxNumSeqs: 16 }, 'less than maxNumSeqs'],
    [{ enableChunkedPrefill: false, maxNumBatchedTokens: 2048 }, 'Without chunked prefill'],
    [{ longPrefillTokenThreshold: 8192 }, 'more than the context'],
    [{ enableEplb: true }, 'needs enableExpertParallel'],
    [{ enableLora: true, maxLoras: 4, maxCpuLoras: 2 }, 'less than maxLoras'],
    [{ enableLora: true, maxLoraRank: 24 }, 'does not know 24'],
    [{ toolCallParser: 'hermess' }, 'does not know hermess'],
    [{ '-O9': true }, 'does not know -O9. It knows 0, 1, 2, 3'],
    [{ tensorParallelSize: 2, decodeContextParallelSize: 3 }, 'cannot be divided by decodeContextParallelSize'],
    [{ extraArgs: ['--max-num-batched-tokens=8'], maxNumSeqs: 16 }, 'less than maxNumSeqs'],
  ])('should refuse %j, as vLLM does at start', (options, words) => {
    const { fits, reasons } = ask(options);
    expect(fits).toBe(false);
    expect(reasons.join(' ')).toContain(words);
  });

  it('should name only flags of vLLM as neutral, each as a key', () => {
    const keys = new Set(flagNames().map((name) => keyOfFlag(findFlag(name)!.flag.name)));
    const neutral = [...keys].filter(isNeutral);
    expect(neutral.length).toBeGreaterThan(120);
    for (const key of neutral) expect(findFlag(flagOfKey(key)), key).toBeDefined();
  });
});

describe('maxModelLen auto', () => {
  const at = (maxModelLen: number | string, more: object = {}) =>
    plan({ gpu: 'l4', model: 'Qwen/Qwen3-8B', release: '0.33.0', options: { maxNumSeqs: 8, maxModelLen }, ...more });

  it.each(['auto', -1, '-1'])('should plan the longest context that fits: %s', (written) => {
    const { fits, contextTokens, marginGiB, assumptions } = at(written);
    expect(fits).toBe(true);
    expect(contextTokens).toBeLessThan(40_960);
    expect(at(contextTokens!).fits).toBe(true);
    expect(at(contextTokens! + 16).fits).not.toBe(true);
    expect(marginGiB).toBeGreaterThanOrEqual(0);
    expect(assumptions.join(' ')).toContain('maxModelLen is auto');
  });

  it('should be all of the positions where they fit, and no where nothing does', () => {
    expect(at('auto', { gpu: 'h100-sxm' })).toMatchObject({ fits: true, contextTokens: 40_960 });
    expect(at('auto', { gpu: 'rtx-4060' })).toMatchObject({ fits: false });
  });

  it('should be refused before 0.14', () => {
    expect(at('auto', { release: '0.13.0' })).toMatchObject({
      fits: false,
      reasons: ['maxModelLen auto (or -1) is known from vLLM 0.14 on.'],
    });
  });
});

describe('what no figure is needed for', () => {
  it('should be said where the memory is unknown: a P40 has no kernels', () => {
    const { fits, reasons } = plan({ gpu: 'p40', model: 'Qwen/Qwen3-8B', release: '0.33.0' });
    expect(fits).toBe(false);
    expect(reasons.join(' ')).toContain('no kernels for compute capability 6.1');
  });

  it('should not be "fits" where the compute capability is unknown', () => {
    const { fits, reasons } = plan({ ...asked, gpu: { totalGiB: 48 }, options: { maxModelLen: 4096 } });
    expect(fits).toBe(null);
    expect(reasons.join(' ')).toContain('kernels and types are not checked');
    expect(plan({ ...asked, gpu: { totalGiB: 8 }, options: { maxModelLen: 4096 } }).fits).toBe(false);
  });

  it.each([
    [{ enableLora: true, maxLoras: 1 }],
    [{ kvCacheMemoryBytes: '2G' }],
    [{ cpuOffloadGb: 4 }],
    [{ speculativeConfig: { method: 'ngram', num_speculative_tokens: 2 } }],
  ])('should be checked with %j', (options) => {
    const { fits, reasons } = ask({ ...options, maxModelLen: 50_000 });
    expect(fits).toBe(false);
    expect(reasons.join(' ')).toContain('40,960 positions');
  });
});

describe('questions that vLLM would not parse', () => {
  it.each([
    [{ release: 'zzz' }, 'release: "zzz" is not a vLLM release'],
    [{ release: '9.9.9' }, 'release: "9.9.9" is not a vLLM release'],
    [{ options: { dtype: 'banana' } }, 'options.dtype: "banana"'],
    [{ options: { maxModelLen: 0.5 } }, 'options.maxModelLen must be a positive integer or auto, not 0.5'],
    [{ options: { maxNumBatchedTokens: -1 } }, 'options.maxNumBatchedTokens'],
    [{ options: { kvCacheDtype: 'fp9' } }, 'no release of vLLM knows "fp9"'],
    [{ options: { cpuOffloadGb: -1 } }, 'options.cpuOffloadGb'],
    [{ options: { extraArgs: '--seed=1' } }, 'options.extraArgs must be a list of arguments, not "--seed=1".'],
    [{ options: { limitMmPerPrompt: 'z' } }, 'options.limitMmPerPrompt must be a JSON object, not "z".'],
    [{ options: { limitMmPerPrompt: { image: 'z' } } }, 'options.limitMmPerPrompt.image must be a count'],
    [{ options: { compilationConfig: 'abc' } }, 'options.compilationConfig must be a JSON object'],
    [
      { options: { cudagraphCaptureSizes: 'abc' } },
      'options.cudagraphCaptureSizes must be a list of positive integers',
    ],
    [
      { options: { cudagraphCaptureSizes: [1, 0] } },
      'options.cudagraphCaptureSizes must be a list of positive integers',
    ],
    [{ options: { decodeContextParallelSize: 'abc' } }, 'options.decodeContextParallelSize must be an integer'],
    [{ options: { maxCpuLoras: 1.5 } }, 'options.maxCpuLoras must be an integer'],
    [{ options: { seed: 'x' } }, 'options.seed must be an integer, not "x".'],
    [{ options: { swapSpace: 'much' } }, 'options.swapSpace must be a number'],
    [{ options: { enablePrefixCaching: 'perhaps' } }, 'options.enablePrefixCaching must be true or false'],
    [
      { options: { extraArgs: ['--max-cudagraph-capture-size=big'] } },
      'options.maxCudagraphCaptureSize must be an int',
    ],
  ])('should say what is wrong with %j', (change, words) => {
    const { fits, reasons } = plan({ ...asked, ...change } as never);
    expect(fits).toBe(null);
    expect(reasons.join(' ')).toContain(words);
  });

  it('should say all of it', () => {
    const { reasons } = plan({ ...asked, release: 'zzz', options: { dtype: 'banana', maxModelLen: 0.5 } });
    expect(reasons).toHaveLength(3);
  });
});
