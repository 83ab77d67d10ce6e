import type { OpenApiDefinitions, OpenApiSchema } from '../openapi.ts';
import { customResources } from './custom-resources.ts';
import { pinnedModule, type Source } from './sources.ts';
import { fullName, openApiOf } from './structural-schema.ts';

/** A part of a custom resource that is a type by itself: the filter of an HTTPRoute. */
export interface CustomType {
  /** What it is called: `HTTPRouteFilter`. */
  name: string;
  source: Source;
  kind: string;
  version: string;
  /** Where it is in its kind: `spec.rules[].filters[]`. */
  at: string;
}

/** The types as OpenAPI definitions, by full name: `io.k8s.networking.gateway.v1.HTTPRouteFilter`. */
export function readCustomTypes(types: CustomType[]): OpenApiDefinitions {
  return Object.fromEntries(
    types.map(({ name, source, kind, version, at }) => {
      const resource = customResources(source).find((each) => each.kind === kind && each.version === version);
      if (!resource) throw new Error(`${pinnedModule(source)} does not serve ${kind} ${version}`);
      return [fullName({ ...resource, kind: name }), schemaAt(openApiOf(resource), at, kind)] as const;
    }),
  );
}

function schemaAt(root: OpenApiSchema, at: string, kind: string): OpenApiSchema {
  let schema = root;
  for (const step of at.split(/\.|(?=\[\])/)) {
    const next = step === '[]' ? schema.items : schema.properties?.[step];
    if (!next) {
      const known = Object.keys(schema.properties ?? {}).toSorted();
      throw new Error(`${kind} has no ${at}: ${step} is not one of ${known.join(', ') || '(no properties)'}`);
    }
    schema = next;
  }
  return schema;
}
