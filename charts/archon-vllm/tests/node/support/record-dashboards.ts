import { writeFileSync } from 'node:fs';
import type { PrometheusClient, Range, Series } from '@archon/testbed/prometheus-client';
import type { Recording } from '../../../../../tools/dashboards/recording.ts';
import { type DashboardQuery, withVariables } from '../../prometheus/dashboard-queries.ts';

// Grafana takes four reads, which are four seconds here; a CPU answers few requests in these.
const rateInterval = '10s';

/** What each query of dashboards found in a time, as Grafana would ask. */
export async function askAsGrafana(
  prometheus: PrometheusClient,
  queries: readonly DashboardQuery[],
  range: Range,
): Promise<Map<string, Series[]>> {
  const found = new Map<string, Series[]>();
  for (const { expr } of queries) {
    if (found.has(expr)) continue;
    found.set(expr, await prometheus.queryRange(withVariables(expr, { rateInterval }), range));
  }
  return found;
}

/** Writes what was found into a file, from which tools/dashboard-pictures.ts draws the dashboards. */
export function recordDashboards(file: string, found: ReadonlyMap<string, Series[]>, range: Range, vllm: string): void {
  const instants = Math.floor((range.end - range.start) / range.step) + 1;
  const aligned = ({ metric, values }: Series) => {
    const at = new Map(values.map(([seconds, value]) => [Math.round((seconds - range.start) / range.step), value]));
    const rounded = (value: number | undefined) => (value === undefined ? null : Number(value.toPrecision(4)));
    return { labels: metric, values: Array.from({ length: instants }, (_, index) => rounded(at.get(index))) };
  };
  const queries = [...found].map(([expr, series]) => ({ expr, series: series.map(aligned) }));
  const recording: Recording = { vllm, step: range.step, instants, queries };
  // A line for each query.
  const text = JSON.stringify(recording).replaceAll('{"expr":', '\n{"expr":');
  writeFileSync(file, `${text}\n`);
}
