import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYamlFile } from '@archon/values';
import { chart } from './chart.ts';

const suffix = '-values.yaml';

/** Names of the ci/ scenarios of a chart. */
export const scenariosOf = (folder: string): string[] =>
  readdirSync(join(folder, 'ci'))
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort();

/** Names of the ci/ scenarios. */
export const scenarios = scenariosOf(chart);

/** The values file of a scenario. */
export const scenarioFile = (name: string, folder: string = chart): string => join(folder, 'ci', name + suffix);

/** The values of a scenario. */
export const scenarioValues = (name: string, folder: string = chart): Record<string, unknown> =>
  parseYamlFile(name, readFileSync(scenarioFile(name, folder), 'utf8')).value as Record<string, unknown>;
