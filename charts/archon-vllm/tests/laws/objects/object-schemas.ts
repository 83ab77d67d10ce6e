import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { KubernetesObject } from '@archon/testbed/helm';
import { kubeconformSchemas } from '@archon/testbed/kubeconform-schemas';

interface KindSchema {
  definitions: Record<string, { properties?: { apiVersion?: { enum?: [string] }; kind?: { enum?: [string] } } }>;
}

const kindOf = ({ apiVersion, kind }: { apiVersion: unknown; kind: unknown }): string => `${apiVersion} ${kind}`;

/** Kubernetes' own schemas, the same that kubeconform reads, by apiVersion and kind. */
const schemas = new Map(
  readdirSync(kubeconformSchemas()).map((file) => {
    const schema = JSON.parse(readFileSync(join(kubeconformSchemas(), file), 'utf8')) as KindSchema;
    const roots = Object.values(schema.definitions).map(({ properties }) => properties);
    const root = roots.find((properties) => properties?.apiVersion?.enum && properties.kind?.enum)!;
    return [kindOf({ apiVersion: root.apiVersion!.enum![0], kind: root.kind!.enum![0] }), schema];
  }),
);

const validators = new Map<string, ValidateFunction>();

/** What is wrong with objects, by Kubernetes' own schemas: in process, for thousands of them. */
export function invalidObjects(objects: KubernetesObject[]): string[] {
  return objects.flatMap((object) => {
    const name = kindOf(object);
    const schema = schemas.get(name);
    if (!schema) return [`${name}: no such kind`];
    if (!validators.has(name))
      validators.set(name, new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema));
    const validate = validators.get(name)!;
    if (validate(object)) return [];
    return validate.errors!.map(
      ({ instancePath, message, params }) => `${name} at ${instancePath}: ${message} ${JSON.stringify(params)}`,
    );
  });
}
