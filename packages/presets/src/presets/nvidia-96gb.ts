import { definePreset } from '../define-preset.ts';

/** GPUs with 94 to 96 GB. */
export const nvidia96gb = definePreset({
  name: 'nvidia-96gb',
  title: 'gpt-oss 120B (MXFP4, 4 bit) on one GPU with 96 GB, 131,072 tokens of context',
  description:
    'Few active parameters make it quick for many users, and weights of 65 to 66 GiB leave 17: three concurrent ' +
    'requests of the whole context. On 80 GB not even one of them is certain.',
  class: { memoryGiB: [93, 140], computeCapability: ['8.0'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.92, maxNumSeqs: 64 },
    resources: { requests: { cpu: '8', memory: '32Gi' }, limits: { memory: '72Gi' } },
    sharedMemory: { size: '4Gi' },
    persistence: { size: '250Gi' },
  },
  model: {
    model: { id: 'openai/gpt-oss-120b' },
    engine: { maxModelLen: 131072, enableAutoToolChoice: true, toolCallParser: 'openai' },
    startup: { timeoutSeconds: 14400 },
  },
});
