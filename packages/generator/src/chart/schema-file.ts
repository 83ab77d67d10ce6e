import { stripExtensions, type Model } from '@archon/values';
import type { GeneratedFile } from '../generated-file.ts';
import { jsonText } from './json.ts';

/** values.schema.json: one self-contained draft-07 document that every Helm can read. */
export function schemaFile(model: Model): GeneratedFile {
  const { definitions, ...rest } = stripExtensions(model.schema);
  return { path: 'values.schema.json', text: jsonText({ ...rest, definitions }) };
}
