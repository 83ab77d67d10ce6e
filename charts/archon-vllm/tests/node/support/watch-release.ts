import { readFileSync } from 'node:fs';
import type { KubernetesObject } from '@archon/testbed/parse-objects';
import { realNode } from '@archon/testbed/real-node';
import type { PrometheusClient, Range } from '@archon/testbed/prometheus-client';
import { startNodePrometheus } from '@archon/testbed/start-node-prometheus';
import { parse } from 'yaml';
import type { GrafanaDashboard } from '../../prometheus/dashboard-queries.ts';
import { scrapeConfig } from '../../support/scrape-config.ts';
import { only } from '../../support/workload.ts';
import type { NodeRelease } from './node-release.ts';
import { shortRule } from './short-rules.ts';

interface Rule {
  alert: string;
  expr: string;
  for?: string;
}

/** A release, and the Prometheus that reads it as its objects say. */
export interface WatchedRelease {
  prometheus: PrometheusClient;
  /** The rules of its PrometheusRule, as the API server has them. */
  rules: Rule[];
  /** The dashboards of its ConfigMap. */
  dashboards: GrafanaDashboard[];
}

/** Starts a Prometheus on the node of a release, as the Prometheus operator would by its ServiceMonitor and PrometheusRule. */
export async function watchRelease({ node, here }: NodeRelease): Promise<WatchedRelease> {
  const { items } = await node.kubectl.get('servicemonitor,prometheusrule,configmap', ...here);
  const objects = items as KubernetesObject[];
  const groups: { name: string; rules: Rule[] }[] = only(objects, 'PrometheusRule').spec.groups;
  const { kubeconfig } = node.cluster;
  const config = {
    global: { evaluation_interval: '1s' },
    scrape_configs: [scrapeConfig(only(objects, 'ServiceMonitor'), kubeconfig), kubelet(kubeconfig)],
  };
  const short = groups.map(({ name, rules }) => ({ name, rules: rules.map((rule) => shortRule(rule)) }));
  const prometheus = await startNodePrometheus(node.cluster, {
    config,
    ruleFiles: { 'chart.yaml': { groups: short } },
  });
  const isDashboards = ({ metadata }: KubernetesObject) => metadata.labels?.grafana_dashboard === '1';
  const { data = {} } = only(objects.filter(isDashboards), 'ConfigMap');
  const dashboards = Object.values<string>(data).map((text) => JSON.parse(text) as GrafanaDashboard);
  return { prometheus, rules: groups.flatMap(({ rules }) => rules), dashboards };
}

/** The kubelet's own metrics, by which the volumes of a node are watched. */
function kubelet(kubeconfig: string): object {
  const { users } = parse(readFileSync(kubeconfig, 'utf8')) as { users: [{ user: { token: string } }] };
  return {
    job_name: 'kubelet',
    scheme: 'https',
    scrape_interval: '5s',
    tls_config: { insecure_skip_verify: true },
    authorization: { credentials: users[0].user.token },
    static_configs: [{ targets: [`${realNode.address}:10250`] }],
    metric_relabel_configs: [{ source_labels: ['__name__'], regex: 'kubelet_volume_stats_.*', action: 'keep' }],
  };
}

/** `name severity` of the alerts that fire, at each second of a time or now. */
export async function firing({ prometheus }: WatchedRelease, range?: Range): Promise<string[]> {
  const expr = 'ALERTS{alertstate="firing"}';
  const found = range ? await prometheus.queryRange(expr, range) : await prometheus.query(expr);
  return found.map(({ metric }) => `${metric.alertname} ${metric.severity}`).sort();
}

/** The metrics that the rules of a release name, by name, with the number of series that Prometheus has of each. */
export async function seriesOfRules({ prometheus, rules }: WatchedRelease): Promise<{ name: string; count: number }[]> {
  const selector = /([a-zA-Z_:]\w*(?::\w+)?)\{(?:[^"}]|"[^"]*")*\}/g;
  const selectors = new Map(
    rules.flatMap(({ expr }) => [...expr.matchAll(selector)].map(([all, name]) => [all, name!])),
  );
  const counted = [...selectors].map(async ([all, name]) => {
    const [found] = await prometheus.query(`count(${all})`);
    return { name, count: found?.value ?? 0 };
  });
  return (await Promise.all(counted)).sort((one, other) => (one.name < other.name ? -1 : 1));
}
