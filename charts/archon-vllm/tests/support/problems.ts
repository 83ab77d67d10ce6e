import { ArchonError, schemaProblems, validateValues, type Problem } from '@archon/values';
import { model, validation } from './chart.ts';
import { valuesFile } from './values-file.ts';

/** What our validator has against values: schema first, then the rules. */
export function problemsOf(values: unknown): Problem[] {
  try {
    validateValues(validation, [valuesFile(values)]);
    return [];
  } catch (error) {
    if (error instanceof ArchonError) return error.problems;
    throw error;
  }
}

/** What our validator has against values, the schema alone. Without the detour over YAML: it is asked thousands of times. */
export const schemaProblemsOf = (value: unknown): Problem[] =>
  schemaProblems(model, { file: 'values.yaml', value, locate: () => ({ file: 'values.yaml' }) });
