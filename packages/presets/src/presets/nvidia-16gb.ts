import { definePreset } from '../define-preset.ts';

/** The default: the reference system's model on any current 16 GB card. */
export const nvidia16gb = definePreset({
  name: 'nvidia-16gb',
  title: 'Qwen2.5-Coder 14B (GPTQ, 4 bit) on one card with 16 GB, 8192 tokens of context',
  description:
    'The smallest card of the class, the T4, has 14.56 GiB for CUDA: 13.1 GiB at 0.90. Weights take 9.4 GiB and one ' +
    'request of 8192 tokens 1.5 GiB. vLLM would prepare for 256 sequences, which costs about 2 GiB for the sampler and ' +
    'CUDA graphs; 16 sequences leave room for about 13,000 tokens.',
  class: { memoryGiB: [14.5, 17], computeCapability: ['7.5'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.9, maxNumSeqs: 16 },
    resources: { requests: { cpu: '4', memory: '16Gi' }, limits: { cpu: '8', memory: '24Gi' } },
  },
  model: {
    model: { id: 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4' },
    engine: { maxModelLen: 8192, quantization: 'gptq' },
    storage: { size: '50Gi' },
    startup: { timeoutSeconds: 1800 },
  },
});
