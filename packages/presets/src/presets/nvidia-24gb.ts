import { definePreset } from '../define-preset.ts';

/** GPUs with 24 GB. */
export const nvidia24gb = definePreset({
  name: 'nvidia-24gb',
  title: 'gpt-oss 20B (MXFP4, 4 bit) on one GPU with 24 GB, 131,072 tokens of context',
  description:
    'Half of its layers see 128 tokens only, so its whole context takes 3 GiB: the one coder for agents that ' +
    'has room for them on an L4 or A10G (22 GiB). MXFP4 needs compute capability 8.0.',
  class: { memoryGiB: [22, 31], computeCapability: ['8.0'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.9, maxNumSeqs: 32 },
    resources: { requests: { cpu: '4', memory: '16Gi' }, limits: { memory: '24Gi' } },
    sharedMemory: { size: '2Gi' },
    persistence: { size: '60Gi' },
  },
  model: {
    model: { id: 'openai/gpt-oss-20b' },
    engine: { maxModelLen: 131072, enableAutoToolChoice: true, toolCallParser: 'openai' },
    startup: { timeoutSeconds: 3600 },
  },
});
