import { definePreset } from '../define-preset.ts';

/** GPUs with 180 GB and more. */
export const nvidia180gb = definePreset({
  name: 'nvidia-180gb',
  title: 'Qwen3-Coder-Next 80B (16 bit) on one GPU with 180 GB or more, 262,144 tokens of context',
  description:
    'The largest model made for code that fits one GPU without quantization: 149 GiB of weights. Three of ' +
    'four layers are recurrent, so its whole context takes 6 GiB.',
  class: { memoryGiB: [179], computeCapability: ['10.0'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.92, maxNumSeqs: 64 },
    resources: { requests: { cpu: '8', memory: '48Gi' }, limits: { memory: '160Gi' } },
    sharedMemory: { size: '4Gi' },
    persistence: { size: '310Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen3-Coder-Next' },
    engine: { maxModelLen: 262144, enableAutoToolChoice: true, toolCallParser: 'qwen3_coder' },
    startup: { timeoutSeconds: 17400 },
  },
});
