import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startKeda, type Keda } from '@archon/testbed/start-keda';
import { type Prometheus, startPrometheus } from '@archon/testbed/start-prometheus';
import { startPrometheusAdapter } from '@archon/testbed/start-prometheus-adapter';
import { createNamespace, kubectl } from '@archon/testbed/testing/test-cluster';
import type { KubernetesObject } from '@archon/testbed/parse-objects';
import { FakeMetrics } from '../support/fake-metrics.ts';
import { Release } from '../support/release.ts';
import { render } from '../support/render.ts';
import { scrapeConfig } from '../support/scrape-config.ts';
import { only } from '../support/workload.ts';

/** As fast as a test wants it; what is left is the chart's own. */
const fast = {
  scaleUp: { stabilizationWindowSeconds: 0 },
  scaleDown: { stabilizationWindowSeconds: 0, periodSeconds: 1 },
};

const values = {
  persistence: { enabled: false },
  ingress: { enabled: false },
  // other tests have the GPUs of the cluster
  gpu: { count: 0 },
  serviceMonitor: { enabled: true },
};

describe('A server that KEDA scales by what Prometheus reads', () => {
  let keda: Keda;
  let metrics: FakeMetrics;
  beforeAll(async () => {
    metrics = await FakeMetrics.start();
    keda = await startKeda(mkdtempSync(join(tmpdir(), 'archon-keda-')), inject('kubeconfig'));
  });
  afterAll(async () => {
    await keda?.stop();
    metrics?.close();
  });

  it('should go from one pod to three, to none and to one again, and an upgrade leave the number alone', async ({
    onTestFinished,
  }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const monitor = await monitorIn(namespace);
    const prometheus = await startPrometheusFor(monitor, metrics);
    onTestFinished(() => prometheus.stop());
    const scaled = {
      ...values,
      autoscaling: {
        ...fast,
        enabled: true,
        controller: 'KEDA',
        minReplicas: 0,
        maxReplicas: 3,
        keda: {
          serverAddress: prometheus.address,
          activationQuery: 'sum(gateway_requests)',
          pollingInterval: 1,
          cooldownPeriod: 3,
        },
      },
    };
    metrics.requests = 1;
    const release = new Release(namespace);
    expect(await release.install(scaled)).toMatchObject({ code: 0 });
    const { replicas, until } = scalingIn(namespace);
    await until(1);
    const ourPods =
      'vllm:num_requests_waiting{pod=~"vllm-[bcdfghjklmnpqrstvwxz2456789]+(-[bcdfghjklmnpqrstvwxz2456789]{5})?"}';
    await expect.poll(() => prometheus.client.query(ourPods), { timeout: 120_000 }).toHaveLength(1);
    metrics.waiting = 12;
    await until(3);
    const { spec } = await kubectl.get('hpa', 'keda-hpa-vllm', `--namespace=${namespace}`);
    expect([spec.minReplicas, spec.maxReplicas]).toEqual([1, 3]);
    await expect.poll(() => prometheus.client.query(ourPods), { timeout: 120_000 }).toHaveLength(3);

    expect(await release.upgrade({ ...scaled, podAnnotations: { again: 'true' } })).toMatchObject({ code: 0 });
    expect(await replicas()).toBe(3);

    metrics.waiting = 0;
    metrics.requests = 0;
    await until(0);
    metrics.requests = 1;
    await until(1);
  });
});

describe('A server that its HorizontalPodAutoscaler scales by what prometheus-adapter serves', () => {
  it('should go from one pod to three and to one again, by the default rules of the adapter', async ({
    onTestFinished,
  }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const metrics = await FakeMetrics.start();
    onTestFinished(() => metrics.close());
    const prometheus = await startPrometheusFor(await monitorIn(namespace), metrics);
    onTestFinished(() => prometheus.stop());
    const adapter = await startPrometheusAdapter(mkdtempSync(join(tmpdir(), 'archon-adapter-')), {
      kubeconfig: inject('kubeconfig'),
      prometheus: prometheus.address,
    });
    onTestFinished(() => adapter.stop());
    const release = new Release(namespace);
    const autoscaling = { ...fast, enabled: true, controller: 'HPA', maxReplicas: 3, runningRequests: 48 };
    expect(await release.install({ ...values, autoscaling })).toMatchObject({ code: 0 });
    const { until } = scalingIn(namespace);

    metrics.waiting = 12;
    await until(3);
    // Each signal of the values is one that the adapter serves, so that a scale down is not held back for want of it.
    const currentMetrics = async () => {
      const { status } = await kubectl.get('hpa', 'vllm', `--namespace=${namespace}`);
      const metricsOf = status.currentMetrics as { pods?: { metric: { name: string } } }[];
      return metricsOf.map(({ pods }) => pods?.metric.name);
    };
    await expect
      .poll(currentMetrics, { timeout: 60_000 })
      .toEqual(['vllm:num_requests_waiting', 'vllm:num_requests_running', 'vllm:kv_cache_usage_perc']);
    metrics.waiting = 0;
    await until(1);
  });
});

/** The number of pods that is wanted in a namespace, and how to wait for one. */
function scalingIn(namespace: string) {
  const here = `--namespace=${namespace}`;
  const replicas = async () => (await kubectl.get('deployment', 'vllm', here)).spec.replicas;
  const until = (count: number) =>
    expect
      .poll(replicas, { timeout: 180_000, interval: 500 })
      .toBe(count)
      .catch(async (error: Error) => {
        // What the autoscaler says of itself
        const { stdout } = await kubectl.run(['describe', 'scaledobject,hpa', here]);
        throw new Error(`${error.message}\n${stdout}`);
      });
  return { replicas, until };
}

/** The ServiceMonitor that the chart makes for a namespace. */
async function monitorIn(namespace: string): Promise<KubernetesObject> {
  const monitor = structuredClone(
    only(await render({ valuesObject: { serviceMonitor: { enabled: true } } }), 'ServiceMonitor'),
  );
  monitor.spec.namespaceSelector.matchNames = [namespace];
  monitor.spec.selector.matchLabels['app.kubernetes.io/instance'] = 'archon';
  return monitor;
}

function startPrometheusFor(monitor: KubernetesObject, metrics: FakeMetrics): Promise<Prometheus> {
  return startPrometheus(mkdtempSync(join(tmpdir(), 'archon-prometheus-')), {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    scrape_configs: [
      scrapeConfig(monitor, inject('kubeconfig'), metrics.address),
      { job_name: 'gateway', static_configs: [{ targets: [metrics.address] }] },
    ],
  });
}
