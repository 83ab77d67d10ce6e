import { releases, type Release } from '@archon/sizing';
import { versionNumber } from '@archon/sizing/versions';

/** What a metric says, and what vLLM has called it, newest first, without `vllm:`. A counter ends in _total on the wire. */
export const metricNames = {
  waiting: ['num_requests_waiting'],
  running: ['num_requests_running'],
  kvCacheUsage: ['kv_cache_usage_perc', 'gpu_cache_usage_perc'],
  timeToFirstToken: ['time_to_first_token_seconds'],
  interTokenLatency: ['inter_token_latency_seconds', 'time_per_output_token_seconds'],
  preemptions: ['num_preemptions_total'],
  finished: ['request_success_total'],
  requestLatency: ['e2e_request_latency_seconds'],
  queueTime: ['request_queue_time_seconds'],
  prefillTime: ['request_prefill_time_seconds'],
  decodeTime: ['request_decode_time_seconds'],
  promptTokens: ['prompt_tokens_total'],
  generationTokens: ['generation_tokens_total'],
  prefixQueries: ['prefix_cache_queries_total', 'gpu_prefix_cache_queries_total'],
  prefixHits: ['prefix_cache_hits_total', 'gpu_prefix_cache_hits_total'],
} as const;

/** What alerts and autoscalers name; the others are for dashboards. */
const chartMetrics: readonly string[] = [
  'waiting',
  'running',
  'kvCacheUsage',
  'timeToFirstToken',
  'interTokenLatency',
  'preemptions',
  'finished',
] satisfies Metric[];

/** What a metric says. */
export type Metric = keyof typeof metricNames;

/** The full names that a release has for what its metrics say; what it does not have is not there. */
export type ReleaseMetrics = Partial<Record<Metric, string>>;

/**
 * Names that every engine of a release has. 0.9.2 to 0.10.2 have old and new names, and their V0 engine only the old ones;
 * 0.11.0 hides the old ones and starts no V0 engine for users (vllm/v1/metrics/loggers.py of these releases).
 */
function metricsOf(release: Release): ReleaseMetrics {
  const engines = enginesOf(release);
  const entries = Object.entries(metricNames).flatMap(([metric, names]) => {
    const name = names.find((one) => engines.every((known) => known.has(one)));
    return name === undefined ? [] : [[metric, `vllm:${name}`] as const];
  });
  return Object.fromEntries(entries);
}

/** The metrics of each engine that a release may start, without `vllm:`, as they are on the wire and as the source has them. */
function enginesOf({ version, metrics }: Release): Set<string>[] {
  const v0 = versionNumber(version) < versionNumber(v0Gone) && metrics?.v0 ? [metrics.v0] : [];
  const engines = metrics?.v1 ? [...v0, metrics.v1] : v0;
  return engines.map((names) => new Set(names.flatMap((name) => [name, `${name.replace(/_total$/, '')}_total`])));
}

const v0Gone = '0.11.0';

/** The names of a release, and the first release that has them: one row where a name changes, oldest first. */
export function metricRows(): ({ from: string } & ReleaseMetrics)[] {
  const rows = releases.map((release) => {
    const names = Object.entries(metricsOf(release)).filter(([metric]) => chartMetrics.includes(metric));
    return { from: release.version, names: Object.fromEntries(names) as ReleaseMetrics };
  });
  return rows
    .filter(({ names }, index) => JSON.stringify(names) !== JSON.stringify(rows[index - 1]?.names))
    .map(({ from, names }) => ({ from, ...names }));
}

let table: ReturnType<typeof metricRows> | undefined;

/** The names of the newest row that is not newer than a release; of an unknown release the newest. */
export function metricsAt(release: string): ReleaseMetrics {
  table ??= metricRows();
  const row =
    release === '' ? table.at(-1) : table.findLast(({ from }) => versionNumber(from) <= versionNumber(release));
  const { from: _, ...names } = row ?? { from: '' };
  return names;
}
