import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenApiDefinitions } from '../openapi.ts';
import { type CustomResource, customResources } from './custom-resources.ts';
import { apiName, readGoOpenApi } from './go-openapi.ts';
import { type Scalers, withScalers } from './keda-triggers.ts';
import { type Source, sourceFolder, sources } from './sources.ts';
import { fullName, openApiOf, saysNothing } from './structural-schema.ts';
import { tektonTypes } from './tekton-types.ts';

export interface CustomOpenApi {
  definitions: OpenApiDefinitions;
  /** The full names of those that are kinds, in order. */
  kinds: string[];
  /** The kinds that are served and of which nothing is published: `ClusterInterceptor triggers.tekton.dev/v1alpha1`. */
  unknown: string[];
}

/** All custom resources as OpenAPI definitions. They refer to those of Kubernetes. */
export function readCustomOpenApi(kubernetes: OpenApiDefinitions): CustomOpenApi {
  const result: CustomOpenApi = { definitions: {}, kinds: [], unknown: [] };
  for (const source of Object.values(sources) satisfies Source[]) addSource(result, source);
  Object.assign(result.definitions, tektonTypes(kubernetes, result.definitions));
  for (const name of ['sh.keda.v1alpha1.ScaledObject', 'sh.keda.v1alpha1.ScaledJob']) {
    result.definitions[name] = withScalers(result.definitions[name] ?? {}, readScalers());
  }
  return result;
}

function addSource({ definitions, kinds, unknown }: CustomOpenApi, source: Source): void {
  const goTypes = readGoTypes(source);
  Object.assign(definitions, goTypes);
  for (const resource of customResources(source)) {
    const { group, version, kind } = resource;
    const goType = goName(source, resource);
    if (goTypes[goType]) {
      const names = { 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
      definitions[goType] = { ...goTypes[goType], ...names };
      kinds.push(goType);
    } else if (saysNothing(resource)) unknown.push(`${kind} ${group}/${version}`);
    else {
      definitions[fullName(resource)] = openApiOf(resource);
      kinds.push(fullName(resource));
    }
  }
}

function readGoTypes(source: Source): OpenApiDefinitions {
  const files = (source.goPackages ?? []).map((one) => join(sourceFolder(source), one, 'openapi_generated.go'));
  return Object.assign({}, ...files.map((file) => readGoOpenApi(readFileSync(file, 'utf8')))) as OpenApiDefinitions;
}

// A package is one version of a group: …/apis/pipeline/v1 has the Go type of each of its kinds.
function goName({ module, goPackages = [] }: Source, { version, kind }: CustomResource): string {
  const found = goPackages.find((each) => each.endsWith(`/${version}`));
  return found ? apiName(`${module}/${found}.${kind}`) : '';
}

function readScalers(): Scalers {
  return JSON.parse(readFileSync(join(sourceFolder(sources.keda), 'schema/generated/scalers-schema.json'), 'utf8'));
}
