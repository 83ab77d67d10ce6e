/** Arguments that leave a pod without an HTTP server, or let it wait for pods that this chart does not make. */
export interface RefusedArgument {
  /** A regular expression that Go reads too; left out: whatever the value is. A switch that is off is not refused. */
  readonly values?: string;
  /** Why, and what to do. */
  readonly why: string;
}

const NOT_ZERO = '[1-9]';
const otherPods = (advice: string) => `vLLM waits for other pods, and a replica of this chart is one pod: ${advice}`;
const inOnePod = otherPods('remove it, and use engine.tensorParallelSize with gpu.count');
const engines = otherPods('remove it, and use engine.dataParallelSize with gpu.count');

/** By flag, without dashes. Sources: vllm/entrypoints/cli/serve.py and vllm/config/parallel.py of 0.33.0. */
export const refusedArguments: Readonly<Record<string, RefusedArgument>> = {
  headless: { why: 'vLLM starts no HTTP server, and the pod never becomes ready: remove it' },
  grpc: { why: 'vLLM serves gRPC instead of HTTP, and the pod never becomes ready: remove it' },
  'api-server-count': {
    values: '^(0+|-[0-9]+)$',
    why: 'vLLM starts no HTTP server, and the pod never becomes ready: remove it, or set 1 or more',
  },
  nnodes: { values: '^0*([2-9]|[1-9][0-9]+)$', why: inOnePod },
  'node-rank': { values: NOT_ZERO, why: inOnePod },
  'distributed-executor-backend': {
    values: '^external_launcher$',
    why: 'vLLM waits for processes that torchrun starts: remove it',
  },
  'data-parallel-backend': { values: '^ray$', why: engines },
  'data-parallel-rank': { why: engines },
  'data-parallel-start-rank': { values: NOT_ZERO, why: engines },
  'data-parallel-address': { why: engines },
  'data-parallel-size-local': { values: '^0+$', why: engines },
  'data-parallel-hybrid-lb': { why: engines },
  'data-parallel-external-lb': { why: engines },
  'data-parallel-multi-port-external-lb': { why: engines },
};

/** Why an argument is refused, as a sentence; undefined: it is not. */
export function refusal(written: string, flag: string, values: readonly string[]): string | undefined {
  const refused = refusedArguments[flag];
  if (!refused) return undefined;
  const { values: pattern, why } = refused;
  if (pattern === undefined) return `${written}: ${why}.`;
  const value = values.find((one) => new RegExp(pattern).test(one));
  return value === undefined ? undefined : `${written}=${value}: ${why}.`;
}
