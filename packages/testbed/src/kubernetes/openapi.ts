import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runGo } from '../go/go.ts';
import { withEnums } from './openapi-enums.ts';

/** Names a kind of object: `{ group: 'apps', version: 'v1', kind: 'Deployment' }`; the core group is ''. */
export interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}

/** A schema as Kubernetes' OpenAPI v2 writes it, as far as it is read here. */
export interface OpenApiSchema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: string[];
  required?: string[];
  properties?: Record<string, OpenApiSchema>;
  additionalProperties?: OpenApiSchema;
  items?: OpenApiSchema;
  'x-kubernetes-group-version-kind'?: GroupVersionKind[];
}

/** Definitions by their full name: `io.k8s.api.core.v1.Toleration`. */
export type OpenApiDefinitions = Record<string, OpenApiSchema>;

/** Kubernetes' own OpenAPI definitions, out of the module k8s.io/kubernetes that packages/testbed/src/go.mod pins. */
export function readOpenApi(): OpenApiDefinitions {
  const module = moduleFolder('k8s.io/kubernetes');
  const swagger = JSON.parse(readFileSync(join(module, 'api/openapi-spec/swagger.json'), 'utf8'));
  // swagger.json comes without enums; the source that it is made from has them.
  const source = readFileSync(join(module, 'pkg/generated/openapi/zz_generated.openapi.go'), 'utf8');
  return withEnums(swagger.definitions as OpenApiDefinitions, source);
}

function moduleFolder(module: string): string {
  const printed = runGo(['mod', 'download', '-json', module], `the OpenAPI of ${module} is needed`);
  return (JSON.parse(printed) as { Dir: string }).Dir;
}
