import { findFlag, flagNames } from '../flags.ts';
import { isNeutral } from '../plan/counted-options.ts';
import { keyOfFlag } from '../plan/read-options.ts';

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
  'attentionBackend',
];

/** Environment variables that change what vLLM allocates, or how long a context may be. */
export const uncountedEnv =
  '^(VLLM_(USE_V|ENABLE_V1|MEMORY_PROFILER|ATTENTION_BACKEND|ALLOW_LONG_MAX_MODEL_LEN|CPU_)|PYTORCH_)';

let names: readonly string[] | undefined;

/** Every name, with its dashes, of the flags with which the chart does not count memory. */
export function uncountedNames(): readonly string[] {
  if (names) return names;
  names = flagNames().filter((name) => !isNeutral(keyOfFlag(findFlag(name)!.flag.name)));
  return names;
}
