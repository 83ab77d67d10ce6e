import type { Catalog } from '../expressions/functions.ts';
import { loadModel } from '../load-model.ts';
import type { PresetValues } from '../merge-values.ts';
import { resolveModel } from '../resolve-model.ts';
import { workspaceRoot } from '../workspace.ts';

/** The values model of charts/archon-vllm. */
export const realModel = resolveModel(loadModel(workspaceRoot, 'archon-vllm'));

/** Presets in the shape of packages/presets, which this package may not import. */
const testPresets: Record<string, PresetValues> = {
  'nvidia-16gb': {
    hardware: { engine: { gpuMemoryUtilization: 0.9, maxNumSeqs: 16 }, resources: { limits: { memory: '24Gi' } } },
    model: {
      model: { id: 'org/model' },
      engine: { maxModelLen: 8192, quantization: 'gptq' },
      storage: { size: '50Gi' },
      startup: { timeoutSeconds: 1800 },
    },
  },
  'archon-seed': {
    hardware: { image: { tag: 'v0.4.0' }, podSecurityContext: { runAsNonRoot: false, runAsUser: 0 } },
    model: { model: { id: 'org/seed' } },
  },
};

/** A catalog that knows two releases and one flag. */
export const testCatalog: Catalog = {
  findRelease: (release) => {
    if (release === '0.33.0') return { version: release, entrypoint: ['vllm'], shutdownTimeout: true };
    return release === '0.4.0' ? { version: release, entrypoint: ['vllm'] } : undefined;
  },
  checkExtraArgs: (args) => args.filter((arg) => arg !== '--max-logprobs=5').map((arg) => `${arg} is no flag.`),
  checkHardware: ({ gpu }) => {
    const { product } = gpu as { product: string };
    const found = { gpu: product, unknown: [], refused: [], allowed: [], notes: [] };
    if (product === 'no-such') return { ...found, unknown: ['There is no such GPU.'] };
    return product === 'too-old' ? { ...found, refused: ['It is too old.'] } : found;
  },
  checkChoices: ({ kvCacheDtype }) => (kvCacheDtype === 'fp9' ? ['engine.kvCacheDtype: no such type.'] : []),
  checkFlags: (engine) => ('seed' in engine ? ['engine.seed: no such flag.'] : []),
};

/** What validation of the real model needs. */
export const realValidation = { model: realModel, presets: testPresets, catalog: testCatalog };
