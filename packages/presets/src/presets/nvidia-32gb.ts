import { definePreset } from '../define-preset.ts';

/** GPUs with 32 GB. */
export const nvidia32gb = definePreset({
  name: 'nvidia-32gb',
  title: 'Qwen2.5-Coder 32B (AWQ, 4 bit) on one GPU with 32 GB, 32,768 tokens of context',
  description:
    'The largest model made for code that fits with its whole context: weights 18.1 GiB, 8 GiB for 32,768 ' +
    'tokens. An fp8 cache would hold two such requests, but Qwen2.5 has keys that 8 bits without scales cut ' +
    'off.',
  class: { memoryGiB: [31, 39], computeCapability: ['7.5'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.93, maxNumSeqs: 16 },
    resources: { requests: { cpu: '4', memory: '16Gi' }, limits: { memory: '32Gi' } },
    sharedMemory: { size: '2Gi' },
    // As much as for 24 GB: a claim that is there cannot shrink when the GPU is replaced.
    persistence: { size: '60Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen2.5-Coder-32B-Instruct-AWQ' },
    engine: { maxModelLen: 32768 },
    startup: { timeoutSeconds: 3000 },
  },
});
