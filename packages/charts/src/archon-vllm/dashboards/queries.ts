import { metricNames, type Metric } from '../metric-names.ts';

const ofNamespace = '{namespace=~"$namespace"}';

/** A query of each name that vLLM has called a metric, newest first: a dashboard shows servers of all releases. */
const ofAnyName = (metric: Metric, query: (name: string) => string): string =>
  metricNames[metric].map((name) => query(`vllm:${name}`)).join(' or ');

/** A gauge, added up or the highest, by labels. */
export const gauge = (metric: Metric, operation: 'sum' | 'max' | 'avg', by: string[]): string =>
  ofAnyName(metric, (name) => `${operation} by (${by.join(', ')}) (${name}${ofNamespace})`);

/** What a counter grows by per second, added up by labels. */
export const rate = (metric: Metric, by: string[]): string =>
  ofAnyName(metric, (name) => `sum by (${by.join(', ')}) (rate(${name}${ofNamespace}[$__rate_interval]))`);

/** A quantile of a histogram, by labels. */
export const quantile = (metric: Metric, share: number, by: string[]): string =>
  ofAnyName(metric, (name) => {
    const labels = [...by, 'le'].join(', ');
    return `histogram_quantile(${share}, sum by (${labels}) (rate(${name}_bucket${ofNamespace}[$__rate_interval])))`;
  });

/** How many were as long as each limit of a histogram, for a heatmap. */
export const buckets = (metric: Metric): string =>
  ofAnyName(metric, (name) => `sum by (le) (increase(${name}_bucket${ofNamespace}[$__rate_interval]))`);

/** The part of one counter in another. */
export const share = (part: Metric, whole: Metric, by: string[]): string =>
  metricNames[part]
    .map((name, index) => {
      const grown = (one: string) => `sum by (${by.join(', ')}) (rate(vllm:${one}${ofNamespace}[$__rate_interval]))`;
      return `${grown(name)} / ${grown(metricNames[whole][index]!)}`;
    })
    .join(' or ');
