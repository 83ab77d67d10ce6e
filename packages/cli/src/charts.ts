import { join } from 'node:path';
import { charts } from '@archon/charts';
import { chartModel, type Chart } from '@archon/generator/define-chart';
import { workspaceRoot, type Validation } from '@archon/values';
import { ArchonError } from '@archon/values/problem';
import { preparedModel } from './prepared-models.ts';
import { collect } from './report.ts';

export const chartFolder = (name: string, parent = join(workspaceRoot, 'charts')): string => join(parent, name);

/** Does work for each chart, and reports the problems of all charts together. */
export const forEachChart = <T>(work: (chart: Chart) => T): T[] => collect(charts, work);

const models = new Map<string, Validation>();

/** The chart of that name; the first where none is named. */
export function chartNamed(name: string = charts[0]!.name): Chart {
  const chart = charts.find((candidate) => candidate.name === name);
  if (chart) return chart;
  const hint = `Charts: ${charts.map((known) => known.name).join(', ')}.`;
  throw new ArchonError([{ path: '--chart', message: `There is no chart "${name}".`, hint }]);
}

/** The chart that knows most of these top-level keys; archon-vllm where it knows as many as another. */
export function chartWithKeys(keys: readonly string[]): string {
  const known = (name: string) => {
    const { properties } = modelOf(name).model.schema;
    return keys.filter((key) => Object.hasOwn(properties, key)).length;
  };
  const [first] = charts;
  // The models of the others are not read where nothing can be better.
  if (known(first!.name) === keys.length) return first!.name;
  return charts.map(({ name }) => ({ name, count: known(name) })).toSorted((a, b) => b.count - a.count)[0]!.name;
}

/** What validating values of a chart needs, read once. */
export function modelOf(named?: string): Validation {
  const chart = chartNamed(named);
  const { name } = chart;
  const model = models.get(name) ?? chartModel(workspaceRoot, chart, preparedModel);
  models.set(name, model);
  return model;
}
