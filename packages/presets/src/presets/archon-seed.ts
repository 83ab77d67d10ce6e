import { definePreset } from '../define-preset.ts';

/** The values of the reference system's architecture document, exactly. */
export const archonSeed = definePreset({
  name: 'archon-seed',
  title: 'Exactly the architecture document: vLLM 0.4.0, which has no kernels for the RTX 50 series',
  description:
    'vLLM 0.4.0 was built for CUDA 12.1 and compute capabilities 7.0 to 9.0: it has no kernels for RTX 50xx. Its image ' +
    'has no user but root, so this preset gives up the restricted Pod Security Standard.',
  class: { memoryGiB: [14.5, 17], computeCapability: ['7.0', '9.0'] },
  hardware: {
    image: { tag: 'v0.4.0' },
    podSecurityContext: { runAsNonRoot: false, runAsUser: 0 },
    engine: { gpuMemoryUtilization: 0.9 },
    resources: { requests: { cpu: '4', memory: '16Gi' }, limits: { cpu: '8', memory: '24Gi' } },
    sharedMemory: { size: '2Gi' },
    persistence: { size: '50Gi' },
  },
  model: {
    model: { id: 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4' },
    engine: { maxModelLen: 8192, quantization: 'gptq' },
    startup: { timeoutSeconds: 1800 },
  },
});
