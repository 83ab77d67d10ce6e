import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { KubernetesObject } from '@archon/testbed/helm';
import { kubeconformSchemas, schemaFileName } from '@archon/testbed/kubeconform-schemas';

const folder = kubeconformSchemas();
const validators = new Map<string, ValidateFunction | undefined>();

/** What is wrong with objects, by the same schemas that kubeconform reads: in process, for thousands of them. */
export function invalidObjects(objects: KubernetesObject[]): string[] {
  return objects.flatMap((object) => {
    const name = `${object.apiVersion} ${object.kind}`;
    const validate = validatorOf(object);
    if (!validate) return [`${name}: no such kind`];
    if (validate(object)) return [];
    return validate.errors!.map(
      ({ instancePath, message, params }) => `${name} at ${instancePath}: ${message} ${JSON.stringify(params)}`,
    );
  });
}

function validatorOf(object: KubernetesObject): ValidateFunction | undefined {
  const file = join(folder, schemaFileName(object));
  if (!validators.has(file)) validators.set(file, existsSync(file) ? compile(file) : undefined);
  return validators.get(file);
}

const compile = (file: string): ValidateFunction =>
  new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false }).compile(
    JSON.parse(readFileSync(file, 'utf8')),
  );
