import { describe, expect, it } from 'vitest';
import { pythonLiteral } from './python-literal.ts';
import { readStartUpLog } from './read-log.ts';

/** The lines of vLLM 0.28.0 (v1/worker/gpu_worker.py, v1/core/kv_cache_utils.py, entrypoints/serve/utils/api_utils.py). */
export const LOG_0_28 = `
(APIServer pid=1) INFO 11-02 10:01:12 [api_utils.py:340] vLLM server version 0.28.0, serving model Qwen/Qwen3-8B
(APIServer pid=1) INFO 11-02 10:01:12 [api_utils.py:299] non-default args: {'host': '0.0.0.0', 'model': 'Qwen/Qwen3-8B', 'max_model_len': 8192, 'gpu_memory_utilization': 0.9, 'limit_mm_per_prompt': {'image': 2}, 'enable_auto_tool_choice': True}
(EngineCore pid=88) INFO 11-02 10:01:20 [core.py:123] Initializing a V1 LLM engine (v0.28.0) with config: model='Qwen/Qwen3-8B', max_seq_len=8192, tensor_parallel_size=1
(EngineCore pid=88) INFO 11-02 10:01:40 [gpu_model_runner.py:5516] Model loading took 15.27 GiB memory and 4.210000 seconds
(EngineCore pid=88) INFO 11-02 10:02:20 [gpu_model_runner.py:6942] Estimated CUDA graph memory: 0.51 GiB total
(EngineCore pid=88) \u001B[32mINFO\u001B[0m 11-02 10:02:21 [gpu_worker.py:578] Available KV cache memory: 4.92 GiB
(EngineCore pid=88) INFO 11-02 10:02:21 [kv_cache_utils.py:1870] GPU KV cache size: 35,792 tokens, Maximum concurrency for 8,192 tokens per request: 4.37x
(EngineCore pid=88) INFO 11-02 10:02:30 [gpu_model_runner.py:7049] Graph capturing finished in 8 secs, took 0.56 GiB
(EngineCore pid=88) INFO 11-02 10:02:30 [gpu_worker.py:720] Free memory on device (23.05/23.52 GiB) on startup. Desired GPU memory utilization is (0.9, 21.17 GiB). Actual usage is 15.41 GiB for consumed memory (weights + non-torch), 1.18 GiB for peak activation, and 0.56 GiB for CUDAGraph memory.
(APIServer pid=1) INFO:     Application startup complete.
`;

describe('readStartUpLog', () => {
  it('should keep no token and no address', () => {
    const secrets = `'hf_token': 'hf_abc', 'api_key': ['k'], 'otlp_traces_endpoint': 'http://u:p@h', 'max_model_len': 8192`;
    const { options } = readStartUpLog(LOG_0_28.replace("'max_model_len': 8192", secrets))!;
    expect(options).toEqual({ maxModelLen: 8192, gpuMemoryUtilization: 0.9, limitMmPerPrompt: { image: 2 } });
  });

  it('should read what 0.28 prints', () => {
    expect(readStartUpLog(LOG_0_28)).toEqual({
      release: '0.28.0',
      model: 'Qwen/Qwen3-8B',
      totalGiB: 23.52,
      options: { maxModelLen: 8192, gpuMemoryUtilization: 0.9, limitMmPerPrompt: { image: 2 } },
      argumentsPrinted: true,
      starts: true,
      servers: 1,
      measured: {
        weightsGiB: 15.27,
        kvGiB: 4.92,
        kvTokens: 35_792,
        concurrency: 4.37,
        activationGiB: 1.18,
        consumedGiB: 15.41,
        graphsGiB: 0.56,
        graphsEstimatedGiB: 0.51,
      },
    });
  });

  it('should read what engine V0 of 0.6 prints', () => {
    const log = `INFO 12-20 09:00:01 api_server.py:585] vLLM API server version 0.6.6
INFO 12-20 09:00:05 llm_engine.py:234] Initializing an LLM engine (v0.6.6) with config: model='deepseek-ai/DeepSeek-V2-Lite', max_seq_len=4096, tensor_parallel_size=8, pipeline_parallel_size=1, enforce_eager=True, kv_cache_dtype=auto, 
INFO 12-20 09:00:40 model_runner.py:1094] Loading model weights took 3.9700 GB
INFO 12-20 09:01:00 worker.py:241] the current vLLM instance can use total_gpu_memory (39.39GiB) x gpu_memory_utilization (0.90) = 35.45GiB
INFO 12-20 09:01:00 worker.py:241] model weights take 3.97GiB; non_torch_memory takes 2.10GiB; PyTorch activation peak memory takes 0.36GiB; the rest of the memory reserved for KV Cache is 29.02GiB.
INFO:     Application startup complete.`;
    expect(readStartUpLog(log)).toMatchObject({
      release: '0.6.6',
      totalGiB: 39.39,
      argumentsPrinted: false,
      options: { maxModelLen: 4096, tensorParallelSize: 8, enforceEager: true, gpuMemoryUtilization: 0.9 },
      measured: { weightsGiB: 3.97, nonTorchGiB: 2.1, activationGiB: 0.36, kvGiB: 29.02 },
      starts: true,
    });
  });

  it('should read the logo of 0.19 and later, and an error', () => {
    const log = `       █     █     █▄   ▄█
 ▄▄ ▄█ █     █     █ ▀▄▀ █  version 0.19.1
  █▄█▀ █     █     █     █  model   Qwen/Qwen3-VL-30B-A3B-Instruct
ValueError: To serve at least one request with the model's max seq len (262144), (24.00 GiB KV cache is needed, which is larger than the available KV cache memory (8.04 GiB).`;
    expect(readStartUpLog(log)).toMatchObject({
      release: '0.19.1',
      model: 'Qwen/Qwen3-VL-30B-A3B-Instruct',
      starts: false,
      measured: { kvGiB: 8.04 },
    });
  });

  it('should take the fullest shard', () => {
    const log = LOG_0_28.replace(
      'Available KV cache memory: 4.92 GiB',
      'Available KV cache memory: 4.95 GiB\n(Worker_TP1 pid=90) INFO Available KV cache memory: 4.90 GiB',
    );
    expect(readStartUpLog(log)?.measured.kvGiB).toBe(4.9);
  });

  it('should count servers, also the engines of one that is data parallel', () => {
    expect(readStartUpLog(LOG_0_28 + LOG_0_28)?.servers).toBe(2);
    const engine = LOG_0_28.split('\n').find((line) => line.includes('Initializing'))!;
    const ranks = [0, 1].map((rank) => engine.replace('(EngineCore pid=88)', `(EngineCore_DP${rank} pid=8${rank})`));
    expect(readStartUpLog(LOG_0_28.replace(engine, ranks.join('\n')))?.servers).toBe(2);
  });

  it('should not know how a log ends that ends too early', () => {
    expect(readStartUpLog(LOG_0_28.replace(/\n[^\n]*Application startup complete\.\n/, ''))?.starts).toBeUndefined();
  });

  it.each(['', 'INFO: Uvicorn running on http://0.0.0.0:8000', 'nginx: configuration file is ok'])(
    'should not take another log for one of vLLM: "%s"',
    (log) => {
      expect(readStartUpLog(log)).toBeUndefined();
    },
  );
});

describe('pythonLiteral', () => {
  it.each([
    [
      `{'a': 1, 'b': [True, None, "it's"], 'c': {'d': (0.5, -1)}}`,
      { a: 1, b: [true, null, "it's"], c: { d: [0.5, -1] } },
    ],
    ["{'mode': <CUDAGraphMode.FULL: 2>, 'empty': {}}", { mode: '<CUDAGraphMode.FULL: 2>', empty: {} }],
  ])('should read %s', (text, value) => {
    expect(pythonLiteral(text)).toEqual(value);
  });

  it('should refuse half a literal', () => {
    expect(() => pythonLiteral("{'a': ")).toThrow(SyntaxError);
    expect(() => pythonLiteral("{'a': [1, ")).toThrow(SyntaxError);
  });
});
