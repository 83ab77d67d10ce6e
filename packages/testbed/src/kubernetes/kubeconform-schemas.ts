import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesVersion } from '../go/go.ts';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { readCustomOpenApi } from './custom-resources/read-openapi.ts';
import { pinnedModule, sources } from './custom-resources/sources.ts';
import { closedSchemas } from './json-schema.ts';
import type { GroupVersionKind, OpenApiDefinitions } from './openapi.ts';
import { readOpenApi } from './read-openapi.ts';
import { shareRepeats } from './share-repeats.ts';

/** The kinds of Kubernetes' own that charts may contain; with the custom resources they are all that is known. */
const kinds = [
  'apps.v1.Deployment',
  'apps.v1.StatefulSet',
  'autoscaling.v2.HorizontalPodAutoscaler',
  'batch.v1.Job',
  'core.v1.ConfigMap',
  'core.v1.Namespace',
  'core.v1.PersistentVolumeClaim',
  'core.v1.Pod',
  'core.v1.Secret',
  'core.v1.Service',
  'core.v1.ServiceAccount',
  'networking.v1.Ingress',
  'networking.v1.NetworkPolicy',
  'policy.v1.PodDisruptionBudget',
  'rbac.v1.ClusterRole',
  'rbac.v1.ClusterRoleBinding',
  'rbac.v1.Role',
  'rbac.v1.RoleBinding',
  'resource.v1.ResourceClaimTemplate',
].map((name) => `io.k8s.api.${name}`);

/** What kubeconform takes as -schema-location, for a folder of kubeconformSchemas. */
export const schemaLocation = (folder: string): string =>
  `${folder}/{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json`;

/** The name of a kind's schema in that folder. To kubeconform the group of `v1` is v1. */
export function schemaFileName({ apiVersion, kind }: { apiVersion: string; kind: string }): string {
  const [group = '', version = group] = apiVersion.split('/');
  return `${kind.toLowerCase()}-${group}-${version}.json`;
}

/**
 * The folder with one strict, self-contained schema per kind, for the pinned Kubernetes and the pinned custom
 * resources; made on the first call.
 */
export function kubeconformSchemas(): string {
  const version = kubernetesVersion();
  const folder = join(cacheDir(), 'kubeconform-schemas', `${version}-${fingerprint()}`);
  const label = { title: `schemas of Kubernetes ${version} and of custom resources`, takes: 'about 15 s' };
  return buildOnce(folder, label, (emptyFolder) => {
    const openApi = readOpenApi();
    const custom = readCustomOpenApi(openApi);
    const all = { ...openApi, ...custom.definitions };
    for (const kind of [...kinds, ...custom.kinds]) {
      const { names, schema } = kindSchema(all, kind);
      const file = schemaFileName({ apiVersion: apiVersion(names), kind: names.kind });
      writeFileSync(join(emptyFolder, file), JSON.stringify(schema), { flag: 'wx' });
    }
  });
}

function kindSchema(openApi: OpenApiDefinitions, fullName: string): { names: GroupVersionKind; schema: unknown } {
  const names = openApi[fullName]?.['x-kubernetes-group-version-kind']?.[0];
  if (!names) throw new Error(`${fullName} is not a kind in Kubernetes' OpenAPI`);
  // Tekton has types of one short name in two versions.
  const definitions = closedSchemas(openApi, [fullName], { nameOf: (name) => name, undescribed: true });
  const root = definitions[fullName];
  definitions[fullName] = {
    ...root,
    required: [...new Set([...(root?.required ?? []), 'apiVersion', 'kind', 'metadata'])],
    properties: { ...root?.properties, apiVersion: { enum: [apiVersion(names)] }, kind: { enum: [names.kind] } },
  };
  const $schema = 'http://json-schema.org/draft-07/schema#';
  return { names, schema: { $schema, $ref: `#/definitions/${fullName}`, definitions: shareRepeats(definitions) } };
}

const apiVersion = ({ group, version }: GroupVersionKind): string => (group ? `${group}/${version}` : version);

// A change of the conversion makes new schemas, not only a new Kubernetes or another custom resource.
function fingerprint(): string {
  const hash = createHash('sha256');
  const sourceFiles = readdirSync(import.meta.dirname, { encoding: 'utf8', recursive: true });
  const files = sourceFiles.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  for (const file of files.toSorted()) hash.update(readFileSync(join(import.meta.dirname, file)));
  for (const source of Object.values(sources)) hash.update(pinnedModule(source));
  return hash.digest('hex').slice(0, 12);
}
