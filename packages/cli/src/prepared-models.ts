import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { charts } from '@archon/charts';
import { chartModel } from '@archon/generator/define-chart';
import { prepareModel, restoreModel, workspaceRoot, type Model } from '@archon/values';
import { ArchonError } from '@archon/values/problem';

const modelFile = (folder: string, chart: string): string => join(folder, `${chart}.model.json`);
const validatorFile = (folder: string, chart: string): string => join(folder, `${chart}.validator.cjs`);

/** Writes the model of each chart into the folder of the bundle. A chart with a mistake in its schemas has none. */
export function prepareModels(folder: string): void {
  for (const chart of charts) {
    try {
      const { model, validator } = prepareModel(chartModel(workspaceRoot, chart).model);
      writeFileSync(validatorFile(folder, chart.name), validator);
      writeFileSync(modelFile(folder, chart.name), model);
    } catch (error) {
      if (!(error instanceof ArchonError)) throw error;
    }
  }
}

/** The prepared model of a chart; undefined where there is no bundle, as in tests. */
export function preparedModel({ name, functions, unknownKey }: (typeof charts)[number]): Model | undefined {
  const folder = import.meta.dirname;
  let json: string;
  try {
    json = readFileSync(modelFile(folder, name), 'utf8');
  } catch {
    return undefined;
  }
  const validator = createRequire(validatorFile(folder, name))(validatorFile(folder, name)) as ValidateFunction;
  return restoreModel(json, validator, { functions, unknownKey });
}
