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
  const resolved = new Map<string, Model>();
  for (const chart of charts) {
    try {
      // A chart that passes on another one's values asks for its model again.
      const own = chartModel(workspaceRoot, chart, ({ name }) => resolved.get(name)).model;
      resolved.set(chart.name, own);
      const { model, validator } = prepareModel(own);
      writeFileSync(validatorFile(folder, chart.name), validator);
      writeFileSync(modelFile(folder, chart.name), model);
    } catch (error) {
      if (!(error instanceof ArchonError)) throw error;
    }
  }
}

const restored = new Map<string, Model>();

/** The prepared model of a chart, read once; undefined where there is no bundle, as in tests. */
export function preparedModel({ name, functions, unknownKey }: (typeof charts)[number]): Model | undefined {
  const known = restored.get(name);
  if (known) return known;
  const folder = import.meta.dirname;
  let json: string;
  try {
    json = readFileSync(modelFile(folder, name), 'utf8');
  } catch {
    return undefined;
  }
  const validator = createRequire(validatorFile(folder, name))(validatorFile(folder, name)) as ValidateFunction;
  const model = restoreModel(json, validator, { functions, unknownKey });
  restored.set(name, model);
  return model;
}
