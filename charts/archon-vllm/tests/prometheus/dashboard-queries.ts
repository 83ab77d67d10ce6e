import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chart } from '../support/chart.ts';

const folder = join(chart, 'files/dashboards');

/** A dashboard as Grafana reads it, as far as tests look at it. */
export interface GrafanaDashboard {
  uid: string;
  panels: {
    id: number;
    title: string;
    description: string;
    gridPos: { x: number; y: number; w: number; h: number };
    targets: { expr: string; legendFormat: string }[];
  }[];
}

/** A query of a dashboard, with the panel that it is for. */
export interface DashboardQuery {
  panel: string;
  expr: string;
  legend: string;
}

/** The dashboards of the chart. */
export const grafanaDashboards: GrafanaDashboard[] = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as GrafanaDashboard,
);

/** The queries of dashboards. */
export const dashboardQueries = (dashboards = grafanaDashboards): DashboardQuery[] =>
  dashboards.flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, targets }) =>
      targets.map(({ expr, legendFormat }) => ({ panel: `${uid}: ${title}`, expr, legend: legendFormat })),
    ),
  );

/** A query as Grafana sends it. */
export const withVariables = (expr: string, { namespace = '.*', rateInterval = '5m' } = {}): string =>
  expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$namespace', namespace);
