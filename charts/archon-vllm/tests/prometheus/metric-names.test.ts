import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { releases, type Release } from '@archon/sizing';
import { workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { render } from '../support/render.ts';
import { only } from '../support/workload.ts';
import { dashboardQueries, grafanaDashboards } from './dashboard-queries.ts';

/** The metrics of vLLM that a text names, as the catalog has them. */
const named = (text: string): string[] =>
  [
    ...new Set([...text.matchAll(/vllm:([a-z0-9_]+)/g)].map(([, name]) => name!.replace(/_(bucket|count|sum)$/, ''))),
  ].sort();

/** Whether each engine of a release has a metric. From 0.11.0 on there is one engine; the source of V0 is still there. */
function has({ version, metrics }: Release, name: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const engines = major > 0 || minor > 10 ? [metrics?.v1] : [metrics?.v0, metrics?.v1];
  return engines.every((known) => !known || [name, name.replace(/_total$/, '')].some((one) => known.includes(one)));
}

/** Values with which every release renders; the preset's are for new ones. */
const valuesOf = (release: string) => ({
  preset: '',
  model: { id: 'Qwen/Qwen2.5-7B-Instruct' },
  image: { tag: `v${release}` },
  podSecurityContext: { runAsUser: 0, runAsNonRoot: false },
  persistence: { accessModes: ['ReadWriteMany'] },
  prometheusRule: { enabled: true },
  autoscaling: { enabled: true, runningRequests: 16 },
});

describe('What the chart asks of vLLM', () => {
  it.each(releases.map((release) => ({ release, version: release.version })))(
    'should be a metric that $version has',
    async ({ release, version }) => {
      const objects = await render({ valuesObject: valuesOf(version) });
      const names = ['PrometheusRule', 'HorizontalPodAutoscaler'].flatMap((kind) =>
        named(JSON.stringify(only(objects, kind).spec)),
      );
      expect(names.length).toBeGreaterThan(4);
      expect(names.filter((name) => !has(release, name))).toEqual([]);
    },
  );

  it('should not be a name that a release hides', async () => {
    // vllm/v1/metrics/loggers.py: 0.11.0 hides the first, 0.12.0 the second.
    for (const [release, hidden] of [
      ['0.11.0', 'gpu_cache_usage_perc'],
      ['0.12.0', 'time_per_output_token_seconds'],
    ] as const)
      expect(named(JSON.stringify(await render({ valuesObject: valuesOf(release) })))).not.toContain(hidden);
  });
});

describe('The dashboards', () => {
  it('should ask for a metric of the newest release in each query', () => {
    const newest = releases.at(-1)!;
    const lost = dashboardQueries().filter(
      ({ expr }) => named(expr).length > 0 && !named(expr).some((name) => has(newest, name)),
    );
    expect(lost).toEqual([]);
  });

  it('should ask for no metric that no release has', () => {
    const names = dashboardQueries().flatMap(({ expr }) => named(expr));
    expect(names.filter((name) => !releases.some((release) => has(release, name)))).toEqual([]);
  });

  // What came later than 0.8.0, the first release with the engine of today.
  const later = ['prefix_cache_queries_total', 'prefix_cache_hits_total'];

  it('should have data of every release since 0.8.0 in each query, but for what came later', () => {
    const since = releases.slice(releases.findIndex(({ version }) => version === '0.8.0'));
    const empty = since.flatMap((release) =>
      dashboardQueries()
        .filter(({ expr }) => named(expr).length > 0 && !named(expr).some((name) => later.includes(name)))
        .filter(({ expr }) => !named(expr).some((name) => has(release, name)))
        .map(({ panel }) => `${release.version} ${panel}`),
    );
    expect(empty).toEqual([]);
  });

  it.each(grafanaDashboards)('should fill the 24 columns without an overlap: $uid', ({ panels }) => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    const rows = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.length).toBe(24 * rows);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { description } of panels) expect(description).toMatch(/\.$/);
  });
});

describe('The runbooks', () => {
  it('should have a section for each alert, and for nothing else', async () => {
    const rule = only(await render({ valuesObject: { prometheusRule: { enabled: true } } }), 'PrometheusRule');
    const alerts = [...new Set((rule.spec.groups[0].rules as { alert: string }[]).map(({ alert }) => alert))];
    const page = readFileSync(join(workspaceRoot, 'docs/runbooks.md'), 'utf8');
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title).sort()).toEqual(alerts.sort());
  });
});
