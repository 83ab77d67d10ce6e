import { beforeAll, expect, it } from 'vitest';
import { engineVersion } from '@archon/engine/install-engine';
import { resolveTool } from '@archon/testbed/go-tools';
import { describeOnRealNode, useTestNode } from '@archon/engine/testing/test-node';
import { dashboardQueries } from '../prometheus/dashboard-queries.ts';
import { recordFigures } from './support/figures.ts';
import { NodeRelease } from './support/node-release.ts';
import { signalPod } from './support/on-node.ts';
import { askAsGrafana, recordDashboards } from './support/record-dashboards.ts';
import { lightLoad, type LoadResult, startLoad } from './support/start-load.ts';
import { firing, seriesOfRules, type WatchedRelease, watchRelease } from './support/watch-release.ts';

const values = {
  serviceMonitor: { enabled: true },
  // Two busy cores may take half a second for a token. For a queue of these clients an idle machine takes several.
  prometheusRule: {
    enabled: true,
    objectives: { timeToFirstToken: { seconds: 2.5 }, interTokenLatency: { seconds: 1 } },
  },
  dashboards: { enabled: true },
  monitoring: { interval: '1s' },
  model: { servedNames: ['tiny'] },
  // Few requests run, and the KV cache is small enough for the longest ones to interrupt others.
  engine: { enforceEager: true, maxNumSeqs: 4, maxModelLen: 1024, extraArgs: ['--num-gpu-blocks-override=10'] },
  // Nothing here is about how a pod ends.
  drain: { preStopSleepSeconds: 0, shutdownTimeoutSeconds: 0 },
};

const calm = { ...lightLoad, model: 'tiny' };
const heavy = { ...calm, clients: 80, tokens: [60, 240], promptRepeats: [1, 24], timeoutSeconds: 480 } as const;

/** Metrics of kube-state-metrics, which no registry that this repository builds from has. */
const ofKubeStateMetrics = [
  'kube_pod_container_status_restarts_total',
  'kube_pod_status_phase',
  'kube_pod_status_ready',
];

/** The dashboard whose queries have no data here: there is no GPU, and so no DCGM exporter of NVIDIA's. */
const needsGpu = 'archon-vllm-gpus';

const now = () => Math.round(Date.now() / 1000);
const patiently = { timeout: 120_000, interval: 1000 };
const twiceAsLong = { ...patiently, timeout: 240_000 };

describeOnRealNode('The chart that Prometheus watches by its own ServiceMonitor and rules', () => {
  const node = useTestNode({ gpus: 1 });
  let release: NodeRelease;
  let watched: WatchedRelease;
  let [begun, loaded] = [0, 0];
  let endLoad: () => Promise<LoadResult>;

  beforeAll(async () => {
    resolveTool('prometheus');
    release = new NodeRelease(node, await node.createNamespace('llm'));
    await release.deploy(values);
    watched = await watchRelease(release);
    // The first time Prometheus is built.
  }, 1_800_000);

  it('should be read: its pod is up, and has the metrics of vLLM', async () => {
    const { prometheus } = watched;
    await expect.poll(() => prometheus.query('up{service="vllm"} == 1'), patiently).toHaveLength(1);
    begun = now();
    const { metadata } = await release.pod();
    const [up] = await prometheus.query('up{service="vllm"}');
    expect(up!.metric).toMatchObject({ namespace: 'llm', pod: metadata.name, container: 'vllm', endpoint: 'http' });
    const metrics = await prometheus.query('count by (__name__) ({__name__=~"vllm:.+"})');
    expect(metrics.length).toBeGreaterThan(50);
  });

  it('should fire no alert while the server keeps up', async () => {
    const { prometheus } = watched;
    const end = await startLoad(release, calm);
    // Longer than the longest `for`, which the queries of all windows have data of then.
    await expect
      .poll(() => prometheus.query('count_over_time(up{service="vllm"}[1m]) > 20'), patiently)
      .toHaveLength(1);
    const { answered, failures } = await end();
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    expect(await firing(watched, { start: begun, end: now(), step: 1 })).toEqual([]);
  });

  it('should fire the alerts of a queue and of late first tokens under a load, and stay so', async () => {
    const { prometheus } = watched;
    loaded = now();
    endLoad = await startLoad(release, heavy);
    const expected = ['VllmFirstTokenSlow critical', 'VllmFirstTokenSlow warning', 'VllmQueueGrowing warning'];
    await expect.poll(() => firing(watched), patiently).toEqual(expect.arrayContaining(expected));
    const fired = 'ALERTS{alertname="VllmQueueGrowing",alertstate="firing"}';
    // Half of a minute, which is an hour of the chart's own durations. Clients that wait for two cores vary the queue.
    await expect.poll(() => prometheus.query(`count_over_time(${fired}[1m]) >= 30`), twiceAsLong).toHaveLength(1);
    const [queue] = await prometheus.queryRange(fired, { start: loaded, end: now(), step: 1 });
    recordFigures({ queueAlertAfterSeconds: queue!.values[0]![0] - loaded });
  });

  it('should have data in every query of its dashboards, but for those of GPUs', async () => {
    const range = { start: begun, end: now(), step: 2 };
    const queries = dashboardQueries(watched.dashboards);
    const found = await askAsGrafana(watched.prometheus, queries, range);
    const underLoad = (expr: string) =>
      found.get(expr)!.some(({ values: points }) => points.some(([seconds]) => seconds > loaded + 10));
    const empty = queries.filter(({ expr }) => !underLoad(expr)).map(({ panel }) => panel);
    expect(empty).toEqual(queries.map(({ panel }) => panel).filter((panel) => panel.startsWith(needsGpu)));
    for (const { expr, legend, panel } of queries)
      for (const { metric } of found.get(expr)!)
        for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g)) expect(metric, panel).toHaveProperty([label!]);
    const file = process.env.ARCHON_DASHBOARDS;
    if (file) recordDashboards(file, found, range, engineVersion());
  });

  it('should resolve its alerts when the load has ended', async () => {
    const { failures, answered } = await endLoad();
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(heavy.clients);
    await expect.poll(() => firing(watched), patiently).toEqual([]);
  });

  it('should have every series that its alerts name, but for those of kube-state-metrics', async () => {
    const without = async () =>
      (await seriesOfRules(watched)).filter(({ count }) => count === 0).map(({ name }) => name);
    // The kubelet measures volumes once a minute.
    await expect.poll(without, patiently).toEqual(ofKubeStateMetrics);
  });

  it('should fire when the server does not answer, and resolve when it does', async () => {
    const pod = await release.pod();
    await signalPod(node, pod, 'STOP', 'bin/vllm serve');
    await expect.poll(() => firing(watched), patiently).toEqual(['VllmDown critical']);
    await signalPod(node, pod, 'CONT', 'bin/vllm serve');
    await expect.poll(() => firing(watched), patiently).toEqual([]);
  });

  it('should fire when there is no pod', async () => {
    await release.kubectl('scale', 'deployment/vllm', '--replicas=0');
    await expect.poll(() => firing(watched), patiently).toEqual(['VllmAbsent critical']);
  });
});
