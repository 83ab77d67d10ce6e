import { definePreset } from '../define-preset.ts';

/** GPUs with 12 GB, and those with 16 of which ECC leaves 15. */
export const nvidia12gb = definePreset({
  name: 'nvidia-12gb',
  title: 'Qwen2.5-Coder 7B (AWQ, 4 bit) on one GPU with 12 to 15 GB, 32,768 tokens of context',
  description:
    'The 14B model would leave less than 1 GiB for its cache here; 4 bits of the 7B model leave its whole context, ' +
    'twice. T4, A2 and A16 report 15 GiB and belong here: the 14B model is not certain to start on them.',
  class: { memoryGiB: [11.5, 15.5], computeCapability: ['7.5'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.9, maxNumSeqs: 16 },
    resources: { requests: { cpu: '4', memory: '8Gi' }, limits: { memory: '16Gi' } },
    sharedMemory: { size: '2Gi' },
    // As much as for 16 GB: a claim that is there cannot shrink when the GPU is replaced.
    persistence: { size: '50Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen2.5-Coder-7B-Instruct-AWQ' },
    engine: { maxModelLen: 32768 },
    startup: { timeoutSeconds: 1200 },
  },
});
