import { definePreset } from '../define-preset.ts';

/** GPUs with 40 GB. */
export const nvidia40gb = definePreset({
  name: 'nvidia-40gb',
  title: 'Qwen3.8 27B (FP8) on one GPU with 40 GB, 65,536 tokens of context',
  description:
    'Three of four layers are recurrent, so 65,536 tokens take 4.5 GiB next to 28.5 GiB of weights. An A100 ' +
    'computes FP8 weights in 16 bits, by Marlin, and has no fp8 cache; each sequence has a recurrent state, ' +
    'so there are 16.',
  class: { memoryGiB: [39, 44], computeCapability: ['8.0'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.94, maxNumSeqs: 16 },
    resources: { requests: { cpu: '4', memory: '24Gi' }, limits: { memory: '40Gi' } },
    sharedMemory: { size: '4Gi' },
    persistence: { size: '60Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen3.8-27B-FP8' },
    engine: { maxModelLen: 65536, enableAutoToolChoice: true, toolCallParser: 'qwen3_coder', reasoningParser: 'qwen3' },
    startup: { timeoutSeconds: 4200 },
  },
});
