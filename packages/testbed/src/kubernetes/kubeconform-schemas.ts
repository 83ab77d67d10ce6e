import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { kubernetesVersion } from '../go/go.ts';
import { closedSchemas } from './json-schema.ts';
import { type GroupVersionKind, type OpenApiDefinitions, readOpenApi } from './openapi.ts';

/** The kinds that charts may contain; any other is reported as unknown. */
const kinds = [
  'apps.v1.Deployment',
  'apps.v1.StatefulSet',
  'autoscaling.v2.HorizontalPodAutoscaler',
  'batch.v1.Job',
  'core.v1.ConfigMap',
  'core.v1.PersistentVolumeClaim',
  'core.v1.Pod',
  'core.v1.Secret',
  'core.v1.Service',
  'core.v1.ServiceAccount',
  'networking.v1.Ingress',
  'networking.v1.NetworkPolicy',
  'policy.v1.PodDisruptionBudget',
  'rbac.v1.Role',
  'rbac.v1.RoleBinding',
].map((name) => `io.k8s.api.${name}`);

/** What kubeconform takes as -schema-location, for a folder of kubeconformSchemas. */
export const schemaLocation = (folder: string): string => `${folder}/{{.ResourceKind}}{{.KindSuffix}}.json`;

/** The folder with one strict, self-contained schema per kind, for the pinned Kubernetes; made on the first call. */
export function kubeconformSchemas(): string {
  const version = kubernetesVersion();
  const folder = join(cacheDir(), 'kubeconform-schemas', `${version}-${fingerprint()}`);
  return buildOnce(folder, { title: `schemas of Kubernetes ${version}`, takes: 'about 1 s' }, (emptyFolder) => {
    const openApi = readOpenApi();
    for (const kind of kinds) {
      const one = kindSchema(openApi, kind);
      writeFileSync(join(emptyFolder, one.fileName), JSON.stringify(one.schema));
    }
  });
}

function kindSchema(openApi: OpenApiDefinitions, fullName: string): { fileName: string; schema: unknown } {
  const names = openApi[fullName]?.['x-kubernetes-group-version-kind']?.[0];
  if (!names) throw new Error(`${fullName} is not a kind in Kubernetes' OpenAPI`);
  const definitions = closedSchemas(openApi, [fullName]);
  const { kind } = names;
  const root = definitions[kind];
  definitions[kind] = {
    ...root,
    required: [...new Set([...(root?.required ?? []), 'apiVersion', 'kind', 'metadata'])],
    properties: { ...root?.properties, apiVersion: { enum: [apiVersion(names)] }, kind: { enum: [kind] } },
  };
  const $schema = 'http://json-schema.org/draft-07/schema#';
  return { fileName: fileName(names), schema: { $schema, $ref: `#/definitions/${kind}`, definitions } };
}

const apiVersion = ({ group, version }: GroupVersionKind): string => (group ? `${group}/${version}` : version);

// kubeconform's {{.ResourceKind}}{{.KindSuffix}}: ingress-networking-v1, service-v1.
function fileName({ group, version, kind }: GroupVersionKind): string {
  return `${[kind.toLowerCase(), group.split('.')[0], version].filter(Boolean).join('-')}.json`;
}

// A change of the conversion makes new schemas, not only a new Kubernetes.
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of ['kubeconform-schemas.ts', 'json-schema.ts', 'openapi.ts', 'openapi-enums.ts']) {
    hash.update(readFileSync(join(import.meta.dirname, file)));
  }
  return hash.digest('hex').slice(0, 12);
}
