import { definePreset } from '../define-preset.ts';

/** GPUs with 141 GB. */
export const nvidia141gb = definePreset({
  name: 'nvidia-141gb',
  title: 'Qwen3.8 27B (16 bit) on one GPU with 141 GB, 262,144 tokens of context',
  description:
    'The whole context of the model, for four concurrent users: whole repositories as a prompt. A larger model ' +
    'in 4 bits would fit, but none of the catalog that was read to the last layer and runs without remote ' +
    'code.',
  class: { memoryGiB: [140, 179], computeCapability: ['9.0'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.92, maxNumSeqs: 64 },
    resources: { requests: { cpu: '8', memory: '32Gi' }, limits: { memory: '64Gi' } },
    sharedMemory: { size: '4Gi' },
    // As much as for 96 GB: a claim that is there cannot shrink when the GPU is replaced.
    persistence: { size: '250Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen3.8-27B' },
    engine: {
      maxModelLen: 262144,
      enableAutoToolChoice: true,
      toolCallParser: 'qwen3_coder',
      reasoningParser: 'qwen3',
    },
    startup: { timeoutSeconds: 6600 },
  },
});
