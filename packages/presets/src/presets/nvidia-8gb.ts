import { definePreset } from '../define-preset.ts';

/** GPUs with 8 to 11 GB. */
export const nvidia8gb = definePreset({
  name: 'nvidia-8gb',
  title: 'Qwen2.5-Coder 7B (AWQ, 4 bit) on one GPU with 8 to 11 GB, 8,192 tokens of context',
  description:
    'The largest coder that leaves room for a context: an RTX 5060 gives CUDA 7.53 GiB, and weights take 5.3. ' +
    'Compiling and CUDA graphs would need 1 GiB more on the first start, so it runs eagerly, in steps of 1,024 ' +
    'tokens.',
  class: { memoryGiB: [7.5, 11.5], computeCapability: ['7.5'] },
  hardware: {
    engine: { gpuMemoryUtilization: 0.91, maxNumSeqs: 8, maxNumBatchedTokens: 1024, enforceEager: true },
    resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '16Gi' } },
    sharedMemory: { size: '2Gi' },
    // As much as for 16 GB: a claim that is there cannot shrink when the GPU is replaced.
    persistence: { size: '50Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen2.5-Coder-7B-Instruct-AWQ' },
    engine: { maxModelLen: 8192 },
    startup: { timeoutSeconds: 1200 },
  },
});
