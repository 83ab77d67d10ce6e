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

/** What validating values of a chart needs, read once; of the first chart where none is named. */
export function modelOf(name: string = charts[0]!.name): Validation {
  const chart = charts.find((candidate) => candidate.name === name);
  if (!chart) {
    const hint = `Charts: ${charts.map((known) => known.name).join(', ')}.`;
    throw new ArchonError([{ path: '--chart', message: `There is no chart "${name}".`, hint }]);
  }
  const model = models.get(name) ?? chartModel(workspaceRoot, chart, preparedModel(chart));
  models.set(name, model);
  return model;
}
