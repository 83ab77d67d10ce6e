import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleFolder } from '../go/go.ts';
import type { OpenApiDefinitions, OpenApiSchema } from './openapi.ts';

interface PropertyEnums {
  own?: string[];
  ofItems?: string[];
}

/** Kubernetes' own OpenAPI definitions, out of the module k8s.io/kubernetes that packages/testbed/src/go.mod pins. */
export function readOpenApi(): OpenApiDefinitions {
  const module = moduleFolder('k8s.io/kubernetes', 'the OpenAPI of k8s.io/kubernetes is needed');
  const swagger = JSON.parse(readFileSync(join(module, 'api/openapi-spec/swagger.json'), 'utf8'));
  // swagger.json has no enums; the source that it is generated from has them.
  const source = readFileSync(join(module, 'pkg/generated/openapi/zz_generated.openapi.go'), 'utf8');
  return withEnums(swagger.definitions as OpenApiDefinitions, source);
}

/** The definitions with the enums that `zz_generated.openapi.go` states for their properties. */
function withEnums(definitions: OpenApiDefinitions, goSource: string): OpenApiDefinitions {
  const functions = new Map(goSource.split(/^func schema_/m).map((body) => [body.slice(0, body.indexOf('(')), body]));
  const enriched = Object.entries(definitions).map(([name, definition]) => {
    const body = functions.get(functionName(name));
    return [name, body === undefined ? definition : addEnums(definition, propertyEnums(body))] as const;
  });
  return Object.fromEntries(enriched);
}

// io.k8s.api.core.v1.Toleration is made by schema_k8sio_api_core_v1_Toleration.
function functionName(definition: string): string {
  return definition.replace(/^io\.k8s\./, 'k8sio_').replaceAll('.', '_');
}

// gofmt's indentation tells depth: a property at five tabs, its enum at seven, its items' enum deeper.
function propertyEnums(body: string): Map<string, PropertyEnums> {
  const [, ...properties] = body.split(/^\t{5}(?=")/m);
  return new Map(
    properties.map((text) => [
      text.slice(1, text.indexOf('"', 1)),
      {
        ...found('own', /^\t{7}Enum: +\[\]interface\{\}\{(.*)\},$/m, text),
        ...found('ofItems', /^\t{8,}Enum: +\[\]interface\{\}\{(.*)\},$/m, text),
      },
    ]),
  );
}

function found(key: keyof PropertyEnums, pattern: RegExp, text: string): PropertyEnums {
  const list = pattern.exec(text)?.[1];
  return list === undefined ? {} : { [key]: JSON.parse(`[${list}]`) as string[] };
}

function addEnums(definition: OpenApiSchema, enums: Map<string, PropertyEnums>): OpenApiSchema {
  if (!definition.properties) return definition;
  const properties = Object.entries(definition.properties).map(([name, property]) => {
    const { own, ofItems } = enums.get(name) ?? {};
    const items = ofItems && property.items ? { items: { ...property.items, enum: ofItems } } : {};
    return [name, { ...property, ...(own ? { enum: own } : {}), ...items }] as const;
  });
  return { ...definition, properties: Object.fromEntries(properties) };
}
