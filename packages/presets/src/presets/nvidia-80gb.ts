import { definePreset } from '../define-preset.ts';

/** GPUs with 80 GB. */
export const nvidia80gb = definePreset({
  name: 'nvidia-80gb',
  title: 'Qwen3.8 27B (16 bit) on one GPU with 80 GB, 131,072 tokens of context',
  description:
    'The full-precision checkpoint: an A100 has no FP8 arithmetic, so 16 bits lose no speed there. Weights ' +
    'take 51 GiB and leave room for two concurrent requests of 131,072 tokens, or one of 262,144.',
  class: { memoryGiB: [79, 93], computeCapability: ['8.0'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.92, maxNumSeqs: 64 },
    resources: { requests: { cpu: '8', memory: '32Gi' }, limits: { memory: '64Gi' } },
    sharedMemory: { size: '4Gi' },
    persistence: { size: '110Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen3.8-27B' },
    engine: {
      maxModelLen: 131072,
      enableAutoToolChoice: true,
      toolCallParser: 'qwen3_coder',
      reasoningParser: 'qwen3',
    },
    startup: { timeoutSeconds: 6600 },
  },
});
