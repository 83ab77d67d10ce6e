import {
  ArchonError,
  schemaProblems,
  validateValues,
  type Problem,
  parseYamlFile,
  type Validation,
  type YamlFile,
} from '@archon/values';
import { stringify } from 'yaml';
import { model, validation } from './chart.ts';

/** What our validator has against values: schema first, then the rules. */
export const problemsOf = (values: unknown): Problem[] => problemsIn(validation, values);

/** The same, for a chart of which everything is given. */
export function problemsIn(chart: Validation, values: unknown): Problem[] {
  try {
    validateValues(chart, [valuesFile(values)]);
    return [];
  } catch (error) {
    if (error instanceof ArchonError) return error.problems;
    throw error;
  }
}

/** What our validator has against values, the schema alone. Without the detour over YAML: it is asked thousands of times. */
export const schemaProblemsOf = (value: unknown): Problem[] =>
  schemaProblems(model, { file: 'values.yaml', value, locate: () => ({ file: 'values.yaml' }) });

/** Values as a file that a user could have written. */
export const valuesFile = (values: unknown): YamlFile =>
  parseYamlFile('values.yaml', stringify(values, { version: '1.1', lineWidth: 0 }));
