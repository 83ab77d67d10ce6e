import { definePreset } from '../define-preset.ts';

/** The default: the reference system’s model on any current 16 GB GPU. */
export const nvidia16gb = definePreset({
  name: 'nvidia-16gb',
  title: 'Qwen2.5-Coder 14B (GPTQ, 4 bit) on one GPU with 16 GB, 8,192 tokens of context',
  description:
    'Context, utilization and method of the reference system. An RTX 5080 gives CUDA 15.47 GiB, 13.9 at 0.90: weights ' +
    'take 9.4, compiling on the first start 1.5, a request 1.5. 20 GB GPUs belong here, and those of the RTX 20 ' +
    'generation with 24 GB.',
  class: { memoryGiB: [15.5, 22], computeCapability: ['7.5'], others: ['quadro-rtx-6000', 'titan-rtx'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.9, maxNumSeqs: 16 },
    resources: { requests: { cpu: '4', memory: '16Gi' }, limits: { memory: '24Gi' } },
    sharedMemory: { size: '2Gi' },
    persistence: { size: '50Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4' },
    engine: { maxModelLen: 8192, quantization: 'gptq' },
    startup: { timeoutSeconds: 1800 },
  },
});
