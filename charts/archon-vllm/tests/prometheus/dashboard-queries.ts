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
    targets: { expr: string }[];
  }[];
}

/** The dashboards of the chart. */
export const grafanaDashboards: GrafanaDashboard[] = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as GrafanaDashboard,
);

/** Their queries, each with the panel that it is for. */
export const dashboardQueries = (): { panel: string; expr: string }[] =>
  grafanaDashboards.flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ panel: `${uid}: ${title}`, expr }))),
  );
