import { flagOfKey } from '../flag-of-key.ts';
import { UNCOUNTED } from '../plan/option-objections.ts';
import { resolveFlag, spellingsOf } from '../resolve-flag.ts';
import { newestRelease } from '../releases.ts';

/** Options beside those that the planner does not count, which extraArgs may hold and which change what it counts. */
const CHANGING = [
  'blockSize',
  'config',
  'configFormat',
  'convert',
  'cudaGraphSizes',
  'device',
  'disableSlidingWindow',
  'hfConfigPath',
  'hfOverrides',
  'languageModelOnly',
  'mmProcessorKwargs',
  'modelImpl',
  'ropeScaling',
  'ropeTheta',
  'runner',
  'skipMmProfiling',
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
  'loadFormat',
];

/** Environment variables that change what vLLM allocates, or how long a context may be. */
export const uncountedEnv = '^(VLLM_(USE_V|ENABLE_V1|MEMORY_PROFILER|ALLOW_LONG_MAX_MODEL_LEN|CPU_)|PYTORCH_)';

let spellings: readonly string[] | undefined;

/** Every spelling, with its dashes, of the flags with which the chart does not count memory. */
export function uncountedSpellings(): readonly string[] {
  if (spellings) return spellings;
  const flags = new Set([...UNCOUNTED, ...CHANGING].map(flagOfKey));
  spellings = spellingsOf()
    .filter((spelling) => flags.has(resolveFlag(spelling, newestRelease.version)?.flag.name ?? ''))
    .sort();
  return spellings;
}

/** The first entry of extraArgs that changes what memory is used for. */
export function uncountedArgument(args: readonly string[]): string | undefined {
  const known = uncountedSpellings();
  return args.find((arg) => {
    const head = /^(-O|--?[A-Za-z0-9_-]+)/.exec(arg)?.[0] ?? '';
    return head !== '' && known.includes(head.replaceAll('_', '-'));
  });
}
