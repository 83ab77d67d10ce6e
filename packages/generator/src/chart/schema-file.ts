import { reachable, stripExtensions, type Model, type Schema } from '@archon/values';
import type { GeneratedFile } from '../generated-file.ts';
import { jsonText } from './json.ts';

/** values.schema.json: one self-contained draft-07 document that every Helm can read. */
export function schemaFile({ root, schema }: Model): GeneratedFile {
  const { definitions: pool, ...rest } = stripExtensions(schema);
  const definitions = reachable(rest.properties, pool);
  const properties = Object.entries(root.renamed).reduce(refuseOldName, rest.properties);
  return { path: 'values.schema.json', text: jsonText({ ...rest, properties, definitions }) };
}

// Of a type that is not listed both Helms would say nothing else.
const everyType = ['array', 'boolean', 'null', 'number', 'object', 'string'] as const;

type Properties = Record<string, Schema & { const?: string; maxLength?: number }>;

/**
 * Puts an old name into the schema, as a value that is always wrong: of a `const`, both Helms print what it must be. No
 * text is shorter than none, so the sentence itself is wrong as well.
 */
function refuseOldName(properties: Properties, [old, now]: [string, string]): Properties {
  const visit = (below: Properties, [key = '', ...rest]: string[]): Properties => {
    const here = below[key] ?? (rest.length > 0 ? { type: 'object', properties: {}, additionalProperties: false } : {});
    if (here.const !== undefined) return below; // an outer name is refused already
    const sentence = `${old} is called ${now} now`;
    const child =
      rest.length > 0
        ? { ...here, properties: visit((here.properties ?? {}) as Properties, rest) }
        : { type: [...everyType], const: sentence, maxLength: 0, additionalProperties: false };
    return { ...below, [key]: child };
  };
  return visit(properties, old.split('.'));
}
