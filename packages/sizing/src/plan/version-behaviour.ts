import { usesSecondRunner } from './model-runner.ts';
import type { ModelSpec } from './model-spec.ts';
import type { NumericOptions } from './numeric-options.ts';
import { versionNumber } from './versions.ts';

const v = versionNumber;

/** How a release of vLLM takes stock of memory. Read in the source releases; the doc names the files. */
export interface VersionBehaviour {
  readonly engine: 'v0' | 'v1';
  /** Whether the second model runner is the default; undefined: the question does not tell. */
  readonly runnerV2: boolean | undefined;
  readonly sampler: 'sort' | 'filter';
  /** Bytes per logit that the second runner's profile run holds in addition to the logits themselves. */
  readonly runnerV2Bytes: number;
  /** torch.compile benchmarks its kernels in the profile run, on copies of their inputs. */
  readonly benchmarksKernels: boolean;
  /** An estimate of the CUDA graphs is deducted, by runner. */
  readonly deductsGraphs: { readonly v1: boolean; readonly v2: boolean };
  readonly accounting: 'increase' | 'device' | 'consumed';
  readonly defaultUtilization: number;
  /** Layers that slide keep only their window. */
  readonly hybridCache: boolean;
  /** kv tokens of hybrids are printed as concurrency x context. */
  readonly printsConcurrency: boolean;
  /** More sequences than recurrent states is an error where whole graphs are captured (config/compilation.py). Undefined: unknown. */
  readonly checksStates: boolean | undefined;
}

const V1_DEFAULT = v('0.8.0');
const HYBRID = v('0.9.1');
const V0_GONE = v('0.11.0');
const BENCHMARKS = v('0.14.0');
const FILTERS = v('0.17.0');
const GRAPHS = v('0.20.0');
const CONCURRENCY = v('0.20.2');
const PLAIN_LOGITS = v('0.26.0');
const CONSUMED = v('0.27.0');
const RUNNER_V2_ALL = v('0.29.0');
const WARMUP_PARAMETERS = v('0.33.0');

export function versionBehaviour(
  release: number,
  capability: number,
  model: ModelSpec,
  options: NumericOptions = {},
): VersionBehaviour {
  const engine = release < V1_DEFAULT || (release < V0_GONE && capability < 800) ? 'v0' : 'v1';
  return {
    engine,
    runnerV2: usesSecondRunner(release, model, options),
    sampler: release < FILTERS ? 'sort' : 'filter',
    runnerV2Bytes: release >= WARMUP_PARAMETERS ? 12 : release < PLAIN_LOGITS ? 4 : 0,
    benchmarksKernels: release >= BENCHMARKS,
    deductsGraphs: { v1: release >= GRAPHS, v2: release >= RUNNER_V2_ALL },
    accounting:
      engine === 'v0' || (release >= HYBRID && release < CONSUMED)
        ? 'increase'
        : release < HYBRID
          ? 'device'
          : 'consumed',
    defaultUtilization: release < GRAPHS ? 0.9 : 0.92,
    hybridCache: engine === 'v1' && release >= HYBRID,
    printsConcurrency: release >= CONCURRENCY,
    checksStates: release >= GRAPHS,
  };
}
