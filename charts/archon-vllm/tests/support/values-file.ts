import { parseYamlFile, type YamlFile } from '@archon/values';
import { stringify } from 'yaml';

/** Values as a file that a user could have written. */
export const valuesFile = (values: unknown): YamlFile =>
  parseYamlFile('values.yaml', stringify(values, { version: '1.1', lineWidth: 0 }));
