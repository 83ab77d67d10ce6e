import { definePreset } from '../define-preset.ts';

/** GPUs with 48 GB, and one with 72. */
export const nvidia48gb = definePreset({
  name: 'nvidia-48gb',
  title: 'Qwen3.8 27B (FP8) on one GPU with 48 GB, 131,072 tokens of context',
  description:
    'ECC leaves an L40S or A40 44.4 GiB: weights take 28.5, 131,072 tokens 8.3. Seen to start like this on an ' +
    'L40S, and by Marlin on compute capability 7.5 too, so the Quadro RTX 8000 belongs here.',
  class: { memoryGiB: [44, 79], computeCapability: ['7.5'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.92, maxNumSeqs: 16 },
    resources: { requests: { cpu: '4', memory: '24Gi' }, limits: { memory: '40Gi' } },
    sharedMemory: { size: '4Gi' },
    persistence: { size: '60Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen3.8-27B-FP8' },
    engine: {
      maxModelLen: 131072,
      enableAutoToolChoice: true,
      toolCallParser: 'qwen3_coder',
      reasoningParser: 'qwen3',
    },
    startup: { timeoutSeconds: 4200 },
  },
});
