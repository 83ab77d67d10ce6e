/** What the queries of the dashboards found in a test, at the same instants each. */
export interface Recording {
  /** The vLLM that was read. */
  vllm: string;
  /** Seconds between two instants. */
  step: number;
  /** How many instants there are. */
  instants: number;
  queries: RecordedQuery[];
}

interface RecordedQuery {
  /** As the dashboard has it, with Grafana's variables. */
  expr: string;
  series: RecordedSeries[];
}

interface RecordedSeries {
  labels: Record<string, string>;
  /** One for each instant; null where there is none. */
  values: (number | null)[];
}

/** A panel of a dashboard, as Grafana reads it and as far as a picture shows it. */
export interface DrawnPanel {
  title: string;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  fieldConfig: { defaults: { unit: string; min?: number; max?: number } };
  targets: { expr: string; legendFormat: string }[];
}

/** A dashboard, as far as a picture shows it. */
export interface DrawnDashboard {
  uid: string;
  title: string;
  description: string;
  panels: DrawnPanel[];
}

/** A line of a panel. */
export interface Line {
  name: string;
  values: (number | null)[];
}

/** The lines of a panel, each with the name that Grafana gives it. */
export function linesOf({ targets }: DrawnPanel, { queries }: Recording): Line[] {
  return targets.flatMap(({ expr, legendFormat }) => {
    const recorded = queries.find((query) => query.expr === expr);
    if (!recorded) throw new Error(`The recording lacks a query of the dashboards: ${expr}. Record again.`);
    return recorded.series.map(({ labels, values }) => ({ name: legend(legendFormat, labels), values }));
  });
}

const legend = (format: string, labels: Record<string, string>): string =>
  format.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
