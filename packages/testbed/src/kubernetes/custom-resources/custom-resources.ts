import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { GroupVersionKind, OpenApiSchema } from '../openapi.ts';
import { definitionFiles, type Source } from './sources.ts';

/** A version of a custom resource that an API server with its definition serves. */
export interface CustomResource extends GroupVersionKind {
  /** The definition's own schema of it. */
  schema: StructuralSchema;
}

/** A schema as a CustomResourceDefinition writes it: whole, without references. */
export interface StructuralSchema extends OpenApiSchema {
  properties?: Record<string, StructuralSchema>;
  items?: StructuralSchema;
  additionalProperties?: boolean | StructuralSchema;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
}

interface Definition {
  kind: string;
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; served: boolean; schema?: { openAPIV3Schema?: StructuralSchema } }[];
  };
}

/** What a source's definitions serve, in the order of its files. */
export function customResources(source: Source): CustomResource[] {
  return definitionFiles(source)
    .flatMap(readDefinitions)
    .flatMap(({ spec: { group, names, versions } }) =>
      versions
        .filter(({ served }) => served)
        .map(({ name: version, schema }) => {
          const found = schema?.openAPIV3Schema;
          if (!found) throw new Error(`${names.kind} ${group}/${version} has no schema`);
          return { group, version, kind: names.kind, schema: found };
        }),
    );
}

function readDefinitions(file: string): Definition[] {
  // Dates and the like: definitions are JSON in the form of YAML, as Kubernetes reads it.
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  const objects = 'empty' in documents ? [] : documents.map((document) => document.toJS() as Definition | null);
  return objects.filter((object) => object?.kind === 'CustomResourceDefinition') as Definition[];
}
