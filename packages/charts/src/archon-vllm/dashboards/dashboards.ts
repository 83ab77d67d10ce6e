import type { GeneratedFile } from '@archon/generator/generated-file';
import { dashboardText, type Dashboard, type Panel, type Query } from './dashboard.ts';
import { buckets, gauge, quantile, rate, share } from './queries.ts';

const anyServer = 'vllm:num_requests_running';
const server = ['namespace', 'model_name'];
const pod = ['namespace', 'pod'];
const byServer = '{{namespace}} {{model_name}}';
const byPod = '{{pod}}';

const chart = (title: string, description: string, unit: Panel['unit'], ...queries: Query[]): Panel => ({
  title,
  description,
  type: 'timeseries',
  width: 12,
  unit,
  queries,
});
const stat = (title: string, description: string, unit: Panel['unit'], expr: string): Panel => ({
  title,
  description,
  type: 'stat',
  width: 6,
  unit,
  queries: [{ expr, legend: title }],
});
const one = (expr: string, legend: string): Query => ({ expr, legend });
const quantiles = (metric: Parameters<typeof quantile>[0]): Query[] =>
  [0.5, 0.95, 0.99].map((part) => one(quantile(metric, part, server), `p${part * 100} ${byServer}`));

const overview: Dashboard = {
  name: 'overview',
  title: 'vLLM / Overview',
  description: 'What all servers do, and whether they keep up.',
  namespacesOf: anyServer,
  rows: [
    [
      stat('Running requests', 'Requests that vLLM computes.', 'short', gauge('running', 'sum', [])),
      stat('Waiting requests', 'Requests in the queue.', 'short', gauge('waiting', 'sum', [])),
      stat('Output tokens per second', 'Of all servers.', 'short', rate('generationTokens', [])),
      stat('Highest KV cache use', 'Of all pods.', 'percentunit', gauge('kvCacheUsage', 'max', [])),
    ],
    [
      chart(
        'Requests',
        'Answered requests, by how they ended: stop is a whole answer, length one that was cut.',
        'reqps',
        one(rate('finished', ['finished_reason']), '{{finished_reason}}'),
      ),
      chart(
        'Tokens per second',
        'Tokens read from prompts, and tokens written.',
        'short',
        one(rate('promptTokens', server), `prompt ${byServer}`),
        one(rate('generationTokens', server), `output ${byServer}`),
      ),
    ],
    [
      chart(
        'Time to first token',
        'Half of the answers, and all but 5 %, began within this time.',
        's',
        one(quantile('timeToFirstToken', 0.5, server), `p50 ${byServer}`),
        one(quantile('timeToFirstToken', 0.95, server), `p95 ${byServer}`),
      ),
      chart('Queue', 'Requests that wait, by pod.', 'short', one(gauge('waiting', 'sum', pod), byPod)),
    ],
  ],
};

const latency: Dashboard = {
  name: 'latency',
  title: 'vLLM / Latency',
  description: 'How long a user waits, and for what.',
  namespacesOf: anyServer,
  rows: [
    [
      chart('Time to first token', 'From the request until its first token.', 's', ...quantiles('timeToFirstToken')),
      chart('Time between tokens', 'How fast an answer is written.', 's', ...quantiles('interTokenLatency')),
    ],
    [
      chart('Whole answer', 'From the request until its last token.', 's', ...quantiles('requestLatency')),
      chart(
        'Where the time goes',
        'All but 5 % of the requests took no longer in each phase: in the queue, reading the prompt, writing the answer.',
        's',
        one(quantile('queueTime', 0.95, []), 'p95 in the queue'),
        one(quantile('prefillTime', 0.95, []), 'p95 reading the prompt'),
        one(quantile('decodeTime', 0.95, []), 'p95 writing the answer'),
      ),
    ],
    [
      {
        ...chart(
          'Time to first token, all',
          'How many requests had which time.',
          's',
          one(buckets('timeToFirstToken'), '{{le}}'),
        ),
        type: 'heatmap',
        width: 24,
      },
    ],
  ],
};

const cache: Dashboard = {
  name: 'cache',
  title: 'vLLM / KV cache',
  description: 'How full the KV cache is, and what it saves.',
  namespacesOf: anyServer,
  rows: [
    [
      chart(
        'KV cache in use',
        'At 100 % vLLM lets requests wait, or interrupts some.',
        'percentunit',
        one(gauge('kvCacheUsage', 'max', pod), byPod),
      ),
      chart(
        'Interrupted requests per second',
        'Requests that gave their place up, and are computed again later.',
        'short',
        one(rate('preemptions', pod), byPod),
      ),
    ],
    [
      chart(
        'Prefix cache hits',
        'Part of the prompt tokens that were computed for an earlier request.',
        'percentunit',
        one(share('prefixHits', 'prefixQueries', pod), byPod),
      ),
      chart('Prompt tokens per second', 'What the cache is asked for.', 'short', one(rate('promptTokens', pod), byPod)),
    ],
  ],
};

const queue: Dashboard = {
  name: 'queue',
  title: 'vLLM / Queue',
  description: 'Whether there are enough pods.',
  namespacesOf: anyServer,
  rows: [
    [
      chart(
        'Waiting requests',
        'A pod for each few of them is what the autoscaler aims at.',
        'short',
        one(gauge('waiting', 'sum', pod), byPod),
      ),
      chart(
        'Running requests',
        'Up to engine.maxNumSeqs in each pod.',
        'short',
        one(gauge('running', 'sum', pod), byPod),
      ),
    ],
    [
      chart('Time in the queue', 'From the request until vLLM begins with it.', 's', ...quantiles('queueTime')),
      chart(
        'Pods that answer',
        'Pods that Prometheus can read.',
        'short',
        one(`count by (namespace, model_name) (${anyServer}{namespace=~"$namespace"})`, byServer),
      ),
    ],
  ],
};

const byGpu = '{{Hostname}} GPU {{gpu}}';

/** Metrics of the default list of NVIDIA's dcgm-exporter (etc/default-counters.csv). */
const gpus: Dashboard = {
  name: 'gpus',
  title: 'vLLM / GPUs',
  description:
    'What NVIDIA’s DCGM exporter says of the GPUs. vLLM reserves memory when it starts: memory in use is not a load.',
  namespacesOf: anyServer,
  rows: [
    [
      chart(
        'Utilization',
        'Part of the time in which a kernel ran.',
        'percent',
        one('avg by (Hostname, gpu) (DCGM_FI_DEV_GPU_UTIL)', byGpu),
      ),
      chart(
        'Memory in use',
        'vLLM takes its share of the memory at its start.',
        'decmbytes',
        one('max by (Hostname, gpu) (DCGM_FI_DEV_FB_USED)', byGpu),
      ),
    ],
    [
      chart(
        'Power',
        'A GPU at its limit lowers its clock.',
        'watt',
        one('max by (Hostname, gpu) (DCGM_FI_DEV_POWER_USAGE)', byGpu),
      ),
      chart(
        'Temperature',
        'A GPU that is too hot lowers its clock.',
        'celsius',
        one('max by (Hostname, gpu) (DCGM_FI_DEV_GPU_TEMP)', byGpu),
      ),
    ],
    [
      chart(
        'Errors (XID)',
        'The last error of the driver; 0 is none. NVIDIA lists what each number means.',
        'short',
        one('max by (Hostname, gpu) (DCGM_FI_DEV_XID_ERRORS)', byGpu),
      ),
      chart(
        'Clock of the memory and of the GPU',
        'In MHz.',
        'short',
        one('max by (Hostname, gpu) (DCGM_FI_DEV_SM_CLOCK)', `${byGpu} SM`),
        one('max by (Hostname, gpu) (DCGM_FI_DEV_MEM_CLOCK)', `${byGpu} memory`),
      ),
    ],
  ],
};

/** The dashboards of the chart, in the order in which one looks at them. */
const dashboards: Dashboard[] = [overview, latency, cache, queue, gpus];

/** A file of the chart for each. */
export const dashboardFiles = (): GeneratedFile[] =>
  dashboards.map((dashboard) => ({
    path: `files/dashboards/vllm-${dashboard.name}.json`,
    text: dashboardText(dashboard),
  }));
