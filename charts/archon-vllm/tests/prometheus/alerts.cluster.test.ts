import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { resolveTool } from '@archon/testbed/go-tools';
import { render } from '../support/render.ts';
import { only } from '../support/workload.ts';
import { alertCases, podLabels, type AlertCase } from './alert-cases.ts';
import { dashboardQueries, withVariables } from './dashboard-queries.ts';

interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

// Only promtool runs here. It is built with Prometheus, which takes longer than fast tests may.
describe('The alerts, by promtool', () => {
  let folder: string;
  let rules: Rule[];
  let namespace: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'archon-alerts-'));
    const values = { prometheusRule: { enabled: true }, serviceMonitor: { enabled: true } };
    const rule = only(await render({ valuesObject: values }), 'PrometheusRule');
    namespace = rule.metadata.namespace!;
    rules = rule.spec.groups[0].rules;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const promtool = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(resolveTool('promtool'), args, { cwd: folder, encoding: 'utf8' });
    expect(status, stdout + stderr).toBe(0);
    return stdout;
  };
  const writeRules = (file: string, written: object[]) =>
    writeFileSync(join(folder, file), stringify({ groups: [{ name: 'vllm', rules: written }] }));

  it('should be valid, with what they say', () => {
    writeRules('complete.yaml', rules);
    expect(promtool('check', 'rules', 'complete.yaml')).toContain(`${rules.length} rules found`);
  });

  it('should each have a case in which it fires and one in which it does not', () => {
    const alerts = [...new Set(rules.map(({ alert }) => alert))].sort();
    const cases = (fires: boolean) =>
      [...new Set(alertCases.filter((one) => one.fires.length > 0 === fires).map(({ alert }) => alert))].sort();
    expect(cases(true)).toEqual(alerts);
    expect(cases(false)).toEqual(alerts);
  });

  it.each(alertCases)('should fire as they must: $alert, $about', (one) => {
    writeRules(
      'rules.yaml',
      rules.map(({ alert, expr, labels, for: after }) => ({ alert, expr, labels, ...(after && { for: after }) })),
    );
    writeFileSync(join(folder, 'test.yaml'), stringify(testFile(one, namespace)));
    promtool('test', 'rules', 'test.yaml');
  });

  it('should say what is wrong and where, with the number', () => {
    const one = alertCases.find(({ alert, fires }) => alert === 'VllmQueueGrowing' && fires.length > 0)!;
    const file = testFile(one, namespace);
    file.tests[0]!.alert_rule_test[0]!.exp_alerts = [
      {
        exp_labels: { namespace, severity: 'warning' },
        exp_annotations: {
          summary: 'The queue of vllm has 30 requests.',
          description: `The queue of vllm in namespace ${namespace} is at most a tenth shorter than ten minutes ago.`,
        },
      },
    ];
    writeRules('rules.yaml', rules);
    writeFileSync(join(folder, 'test.yaml'), stringify(file));
    promtool('test', 'rules', 'test.yaml');
  });

  it('should be of the same language as the queries of the dashboards', () => {
    const queries = dashboardQueries().map(({ expr }, index) => ({
      record: `query:${index}`,
      expr: withVariables(expr),
    }));
    writeRules('queries.yaml', queries);
    expect(promtool('check', 'rules', 'queries.yaml')).toContain(`${queries.length} rules found`);
  });
});

interface ExpectedAlert {
  exp_labels: Record<string, string>;
  exp_annotations?: Record<string, string>;
}

/** A case in the form of promtool. */
function testFile({ alert, series, at, fires }: AlertCase, namespace: string) {
  const own = podLabels.replace('NAMESPACE', namespace);
  const named = (name: string) => (name.includes('{') ? name.replace('{', `{${own},`) : `${name}{${own}}`);
  const labels = Object.fromEntries(
    [...named('x').matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
  );
  const summed = ['VllmAbsent', 'VllmQueueGrowing', 'VllmRequestsAborted', 'VllmFirstTokenSlow', 'VllmTokensSlow'];
  const exp_alerts: ExpectedAlert[] = fires.map((severity) => ({
    exp_labels: {
      ...(summed.includes(alert) ? { namespace } : labels),
      ...(alert === 'VllmRestarting' && { container: 'vllm' }),
      ...(alert === 'VllmVolumeNearlyFull' && { persistentvolumeclaim: 'model-cache' }),
      ...('kube_pod_status_ready{condition="true"}' in series && { condition: 'true' }),
      severity,
    },
  }));
  return {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: Object.entries(series).map(([name, values]) => ({ series: named(name), values })),
        alert_rule_test: [{ eval_time: `${at}m`, alertname: alert, exp_alerts }],
      },
    ],
  };
}
