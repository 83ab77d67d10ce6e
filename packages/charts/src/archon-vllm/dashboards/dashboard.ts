/** A panel: what it shows, and the queries that it shows it by. */
export interface Panel {
  title: string;
  /** What it says, for someone who does not know vLLM. */
  description: string;
  type: 'timeseries' | 'stat' | 'heatmap';
  /** Columns of 24. */
  width: 4 | 6 | 8 | 12 | 24;
  unit: 'short' | 's' | 'percentunit' | 'reqps' | 'percent' | 'celsius' | 'watt' | 'decmbytes';
  queries: Query[];
}

/** A query of PromQL, and what Grafana calls its series. */
export interface Query {
  expr: string;
  legend: string;
}

/** A dashboard: rows of panels, each as wide as the 24 columns. */
export interface Dashboard {
  /** Its file, and the end of its uid. */
  name: string;
  title: string;
  description: string;
  /** A metric whose namespaces the user chooses from. */
  namespacesOf: string;
  rows: Panel[][];
}

const source = { type: 'prometheus', uid: '${datasource}' };
const height = { stat: 4, timeseries: 8, heatmap: 8 } as const;

/** What Grafana imports. The same dashboard gives the same text. */
export function dashboardText(dashboard: Dashboard): string {
  return `${JSON.stringify(grafanaDashboard(dashboard), null, 1)}\n`;
}

function grafanaDashboard({ name, title, description, namespacesOf, rows }: Dashboard) {
  return {
    uid: `archon-vllm-${name}`,
    title,
    description,
    tags: ['vllm', 'archon'],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: variables(namespacesOf) },
    panels: placed(rows).map(({ panel, gridPos }, index) => grafanaPanel(panel, gridPos, index + 1)),
  };
}

function variables(metric: string) {
  const query = `label_values(${metric}, namespace)`;
  return [
    { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
    {
      name: 'namespace',
      label: 'Namespace',
      type: 'query',
      datasource: source,
      query: { query, refId: 'namespace' },
      refresh: 2,
      sort: 1,
      multi: true,
      includeAll: true,
      allValue: '.*',
      current: { text: 'All', value: '$__all' },
    },
  ];
}

interface GridPlace {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Each panel with its place: from left to right, and row below row. */
function placed(rows: Panel[][]): { panel: Panel; gridPos: GridPlace }[] {
  let y = 0;
  return rows.flatMap((row) => {
    const h = Math.max(...row.map(({ type }) => height[type]));
    let x = 0;
    const places = row.map((panel) => {
      const gridPos = { x, y, w: panel.width, h };
      x += panel.width;
      return { panel, gridPos };
    });
    y += h;
    return places;
  });
}

function grafanaPanel({ title, description, type, unit, queries }: Panel, gridPos: GridPlace, id: number) {
  return {
    id,
    title,
    description,
    type,
    gridPos,
    datasource: source,
    fieldConfig: { defaults: { unit, min: 0, ...(unit === 'percentunit' && { max: 1 }) }, overrides: [] },
    options: optionsOf(type),
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: source,
      expr,
      legendFormat: legend,
      ...(type === 'heatmap' && { format: 'heatmap' }),
    })),
  };
}

function optionsOf(type: Panel['type']) {
  if (type === 'stat') return { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value', graphMode: 'area' };
  if (type === 'heatmap') return { calculate: false, yAxis: { unit: 's' } };
  return { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } };
}
