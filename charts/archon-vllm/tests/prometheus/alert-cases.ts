/** What Prometheus has read, in promtool's notation by the minute, and which alerts there must be a while later. */
export interface AlertCase {
  about: string;
  alert: string;
  /** Series by name and further labels; those of the pod are added. */
  series: Record<string, string>;
  /** When to look, in minutes. */
  at: number;
  /** The severities that fire. */
  fires: ('critical' | 'warning')[];
}

/** The labels of every series of the pod. */
export const podLabels = 'namespace="NAMESPACE",pod="vllm-7d9c5b6f4c-x2x9z"';

const slow = (metric: string, limit: string, fastPerMinute: number): Record<string, string> => ({
  [`${metric}_bucket{le="${limit}"}`]: `0+${fastPerMinute}x400`,
  [`${metric}_count`]: '0+100x400',
});
const firstToken = (fast: number) => slow('vllm:time_to_first_token_seconds', '5.0', fast);
const tokens = (fast: number) => slow('vllm:inter_token_latency_seconds', '0.2', fast);
const ready = 'kube_pod_status_ready{condition="true"}';
const failed = 'kube_pod_status_phase{phase="Failed"}';
const restarts = 'kube_pod_container_status_restarts_total{container="vllm"}';
const aborted = 'vllm:request_success_total{finished_reason="abort"}';
const answered = 'vllm:request_success_total{finished_reason="stop"}';
const volume = (metric: string) => `kubelet_volume_stats_${metric}_bytes{persistentvolumeclaim="model-cache"}`;

/** For each alert something that it is about, and what comes near it. */
export const alertCases: AlertCase[] = [
  { about: 'a server that has stopped', alert: 'VllmDown', series: { up: '1x10 0x20' }, at: 14, fires: ['critical'] },
  { about: 'a server that has just stopped', alert: 'VllmDown', series: { up: '1x10 0x20' }, at: 12, fires: [] },
  { about: 'a server that is still starting', alert: 'VllmDown', series: { up: '0x60' }, at: 30, fires: [] },

  { about: 'no pod', alert: 'VllmAbsent', series: {}, at: 16, fires: ['critical'] },
  { about: 'a pod that does not answer', alert: 'VllmAbsent', series: { up: '0x60' }, at: 16, fires: [] },

  { about: 'a start that takes too long', alert: 'VllmNotReady', series: { up: '0x60' }, at: 45, fires: ['critical'] },
  { about: 'a pod without a node', alert: 'VllmNotReady', series: { [ready]: '0x60' }, at: 45, fires: ['critical'] },
  {
    about: 'a pod that was evicted',
    alert: 'VllmNotReady',
    series: { [ready]: '0x60', [failed]: '1x60' },
    at: 45,
    fires: [],
  },
  {
    about: 'a pod that has not failed',
    alert: 'VllmNotReady',
    series: { [ready]: '0x60', [failed]: '0x60' },
    at: 45,
    fires: ['critical'],
  },
  { about: 'a start in its budget', alert: 'VllmNotReady', series: { up: '0x60' }, at: 35, fires: [] },
  { about: 'a ready pod', alert: 'VllmNotReady', series: { up: '1x60', [ready]: '1x60' }, at: 45, fires: [] },

  {
    about: 'four restarts in an hour',
    alert: 'VllmRestarting',
    series: { [restarts]: '0x10 1x10 2x10 3x10 4x20' },
    at: 60,
    fires: ['critical'],
  },
  { about: 'one restart', alert: 'VllmRestarting', series: { [restarts]: '0x10 1x50' }, at: 60, fires: [] },

  {
    about: 'a queue that grows',
    alert: 'VllmQueueGrowing',
    series: { 'vllm:num_requests_waiting': '0x10 30x40' },
    at: 25,
    fires: ['warning'],
  },
  {
    about: 'a long queue that stays, of clients that each wait for an answer',
    alert: 'VllmQueueGrowing',
    series: { 'vllm:num_requests_waiting': '44x14 45 44x3 43x3 44x20' },
    at: 25,
    fires: ['warning'],
  },
  {
    about: 'a long queue that shrinks',
    alert: 'VllmQueueGrowing',
    series: { 'vllm:num_requests_waiting': '90-2x40' },
    at: 25,
    fires: [],
  },
  {
    about: 'a short queue',
    alert: 'VllmQueueGrowing',
    series: { 'vllm:num_requests_waiting': '15x60' },
    at: 45,
    fires: [],
  },

  {
    about: 'a full cache',
    alert: 'VllmCacheNearlyFull',
    series: { 'vllm:kv_cache_usage_perc': '0.99x30' },
    at: 16,
    fires: ['warning'],
  },
  {
    about: 'a cache in use',
    alert: 'VllmCacheNearlyFull',
    series: { 'vllm:kv_cache_usage_perc': '0.9x30' },
    at: 16,
    fires: [],
  },

  {
    about: 'ten interrupted requests each minute',
    alert: 'VllmPreemptions',
    series: { 'vllm:num_preemptions_total': '0+10x40' },
    at: 25,
    fires: ['warning'],
  },
  {
    about: 'one in a minute',
    alert: 'VllmPreemptions',
    series: { 'vllm:num_preemptions_total': '0+1x40' },
    at: 25,
    fires: [],
  },

  {
    about: 'a tenth of the requests',
    alert: 'VllmRequestsAborted',
    series: { [aborted]: '0+10x40', [answered]: '0+90x40' },
    at: 25,
    fires: ['warning'],
  },
  {
    about: 'a hundredth',
    alert: 'VllmRequestsAborted',
    series: { [aborted]: '0+1x40', [answered]: '0+99x40' },
    at: 25,
    fires: [],
  },

  { about: 'nearly all', alert: 'VllmFirstTokenSlow', series: firstToken(10), at: 60, fires: ['critical', 'warning'] },
  { about: 'two of five', alert: 'VllmFirstTokenSlow', series: firstToken(60), at: 60, fires: ['warning'] },
  { about: 'one of a hundred', alert: 'VllmFirstTokenSlow', series: firstToken(99), at: 60, fires: [] },

  { about: 'nearly all', alert: 'VllmTokensSlow', series: tokens(10), at: 60, fires: ['critical', 'warning'] },
  { about: 'two of five', alert: 'VllmTokensSlow', series: tokens(60), at: 60, fires: ['warning'] },
  { about: 'one of a hundred', alert: 'VllmTokensSlow', series: tokens(99), at: 60, fires: [] },

  {
    about: 'a volume with 5 % free',
    alert: 'VllmVolumeNearlyFull',
    series: { [volume('available')]: '5x30', [volume('capacity')]: '100x30' },
    at: 16,
    fires: ['warning'],
  },
  {
    about: 'a volume with half of it free',
    alert: 'VllmVolumeNearlyFull',
    series: { [volume('available')]: '50x30', [volume('capacity')]: '100x30' },
    at: 16,
    fires: [],
  },
];
