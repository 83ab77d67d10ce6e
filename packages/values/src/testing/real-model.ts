import type { FunctionDefinition, FunctionTable, ValueType } from '../expressions/functions.ts';
import { loadModel } from '../load-model.ts';
import type { PresetValues } from '../merge-values.ts';
import { resolveModel } from '../resolve-model.ts';
import { workspaceRoot } from '../workspace.ts';

/** Presets in the shape of packages/presets, which this package may not import. */
const testPresets: Record<string, PresetValues> = {
  'nvidia-16gb': {
    hardware: { engine: { gpuMemoryUtilization: 0.9, maxNumSeqs: 16 }, resources: { limits: { memory: '24Gi' } } },
    model: {
      model: { id: 'org/model' },
      engine: { maxModelLen: 8192, quantization: 'gptq' },
      persistence: { size: '50Gi' },
      startup: { timeoutSeconds: 1800 },
    },
  },
  'archon-seed': {
    hardware: { image: { tag: 'v0.4.0' }, podSecurityContext: { runAsNonRoot: false, runAsUser: 0 } },
    model: { model: { id: 'org/seed' } },
  },
};

const own = (
  arity: FunctionDefinition['arity'],
  returns: ValueType,
  evaluate: FunctionDefinition['evaluate'],
): FunctionDefinition => ({ arity, returns, evaluate, emit: () => '' });

const releases: Record<string, unknown> = {
  '0.33.0': { version: '0.33.0', entrypoint: ['vllm'], shutdownTimeout: true, sslRefresh: true },
  '0.4.0': { version: '0.4.0', entrypoint: ['vllm'] },
};
const models: Record<string, unknown> = {
  'org/model': { positions: 32_768, layers: 48, heads: 40, kvHeads: 8, downloadGB: 10 },
  'Qwen/Qwen3-8B': { positions: 40_960, reaches: 131_072, layers: 36, heads: 32, kvHeads: 8, downloadGB: 16 },
};
const found = { gpu: '', unknown: [], refused: [], allowed: [], notes: [] };
const products: Record<string, object> = {
  'no-such': { ...found, unknown: ['There is no such GPU.'] },
  'too-old': { ...found, refused: ['It is too old.'] },
};

/** Functions by the names of the chart's own, which packages/charts registers: two releases, one flag. */
const testFunctions: FunctionTable = {
  catalogModel: own([1, 1], 'object', ([id]) => models[String(id)] ?? {}),
  catalogRelease: own([1, 1], 'object', ([release]) => releases[String(release)] ?? {}),
  extraArg: own([2, 2], 'string', () => ''),
  extraNumber: own([2, 2], 'integer', () => 0),
  extraArgProblems: own([2, 2], 'list', ([args]) =>
    ((args ?? []) as string[]).filter((arg) => arg !== '--max-logprobs=5').map((arg) => `${arg} is not a flag.`),
  ),
  flagProblems: own([2, 2], 'list', ([engine]) => ('seed' in (engine as object) ? ['engine.seed: no such flag.'] : [])),
  shardProblems: own([3, 3], 'list', () => []),
  choiceProblems: own([2, 2], 'list', () => []),
  optionKeyProblems: own([2, 2], 'list', () => []),
  variableProblems: own([2, 2], 'list', () => []),
  apiPath: own([1, 1], 'string', () => '/v1'),
  lostTargetPorts: own([3, 3], 'list', () => []),
  exactTrees: own([1, 1], 'list', () => []),
  hostsWithKey: own([1, 1], 'list', () => []),
  tlsStrangers: own([2, 2], 'list', () => []),
  keyPlaces: own([1, 1], 'list', () => []),
  peerProblems: own([1, 1], 'list', () => []),
  gpuTolerations: own([2, 2], 'list', ([tolerations]) => (tolerations ?? []) as unknown[]),
  gpuLabels: own([1, 1], 'list', () => []),
  sliceProblems: own([2, 2], 'list', () => []),
  downloadsOf: own([2, 2], 'list', () => []),
  adapterProblems: own([3, 3], 'list', () => []),
  loraOptions: own([2, 2], 'object', () => ({ adapters: 0, maxLoras: 0, maxLoraRank: 0 })),
  closedPort: own([2, 2], 'string', () => ''),
  hostsInside: own([1, 1], 'list', () => []),
  sourceHosts: own([3, 3], 'list', () => ['huggingface.co']),
  routePath: own([1, 1], 'string', () => '/v1'),
  gatewayListeners: own([1, 1], 'list', () => []),
  wholeAndPart: own([1, 1], 'list', () => []),
  filterProblems: own([2, 2], 'list', () => []),
  plainVariables: own([1, 1], 'list', () => []),
  plainVariablesIn: own([2, 2], 'list', () => []),
  modelIdProblems: own([3, 3], 'list', () => []),
  mountedVolumes: own([1, 1], 'list', () => []),
  resourceProblems: own([3, 3], 'list', () => []),
  modelTask: own([2, 2], 'string', () => 'chat'),
  takenPorts: own([3, 3], 'list', () => []),
  metricNames: own([2, 2], 'object', () => ({})),
  seconds: own(
    [1, 1],
    'integer',
    ([text]) => Number.parseInt(String(text ?? '0'), 10) * (String(text).endsWith('m') ? 60 : 1),
  ),
  disruptionsAllowed: own([3, 3], 'integer', () => 1),
  pathsBelow: own([2, 2], 'list', () => []),
  pairResources: own([4, 4], 'object', ([requests, limits]) => ({ requests: requests ?? {}, limits: limits ?? {} })),
  hardware: own(
    [2, 2],
    'object',
    ([values]) => products[(values as { gpu: { product: string } }).gpu.product] ?? found,
  ),
};

/** The values model of charts/archon-vllm. */
export const realModel = resolveModel(loadModel(workspaceRoot, 'archon-vllm'), { functions: testFunctions });

/** What validation of the real model needs. */
export const realValidation = { model: realModel, presets: testPresets };
