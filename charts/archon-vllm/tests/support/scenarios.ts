import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYamlFile } from '@archon/values';
import { chart } from './chart.ts';

const suffix = '-values.yaml';

/** Names of the ci/ scenarios. */
export const scenarios = readdirSync(join(chart, 'ci'))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length))
  .sort();

/** The values file of a scenario. */
export const scenarioFile = (name: string): string => join(chart, 'ci', name + suffix);

/** The values of a scenario. */
export const scenarioValues = (name: string): Record<string, unknown> =>
  parseYamlFile(name, readFileSync(scenarioFile(name), 'utf8')).value as Record<string, unknown>;
