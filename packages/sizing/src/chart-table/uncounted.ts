import { findFlag, flagNames, flagOfKey } from '../flags.ts';
import { UNCOUNTED } from '../plan/option-objections.ts';

/** Further options, which extraArgs may hold and which change what the planner counts. */
const CHANGING = [
  'asyncScheduling',
  'blockSize',
  'compilationConfig',
  'config',
  'configFormat',
  'convert',
  'cudaGraphSizes',
  'cudagraphCaptureSizes',
  'device',
  'disableHybridKvCacheManager',
  'disableSlidingWindow',
  'hfConfigPath',
  'hfOverrides',
  'kvOffloadingSize',
  'languageModelOnly',
  'maxCudagraphCaptureSize',
  'mmProcessorKwargs',
  'modelImpl',
  'optimizationLevel',
  'performanceMode',
  'ropeScaling',
  'ropeTheta',
  'runner',
  'skipMmProfiling',
  'specMethod',
  'specModel',
  'specTokens',
  'speculativeConfig',
  'task',
];

/** Values of the engine with which the chart does not count memory. */
export const uncountedOptions: readonly string[] = [
  'kvCacheMemoryBytes',
  'cpuOffloadGb',
  'enableLora',
  'hfOverrides',
  'speculativeConfig',
  'limitMmPerPrompt',
  'compilationConfig',
  'kvTransferConfig',
  'loadFormat',
];

/** Environment variables that change what vLLM allocates, or how long a context may be. */
export const uncountedEnv = '^(VLLM_(USE_V|ENABLE_V1|MEMORY_PROFILER|ALLOW_LONG_MAX_MODEL_LEN|CPU_)|PYTORCH_)';

let names: readonly string[] | undefined;

/** Every name, with its dashes, of the flags with which the chart does not count memory. */
export function uncountedNames(): readonly string[] {
  if (names) return names;
  const flags = new Set([...UNCOUNTED, ...CHANGING].map(flagOfKey));
  names = flagNames().filter((name) => flags.has(findFlag(name)?.flag.name ?? ''));
  return names;
}
