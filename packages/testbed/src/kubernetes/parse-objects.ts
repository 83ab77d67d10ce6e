import { helmYaml } from '@archon/values/helm-yaml';
import { parseAllDocuments } from 'yaml';
import { ToolError } from '../process/tool-error.ts';

/** A Kubernetes object; only the parts that tests walk through safely are typed. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: any;
  data?: Record<string, string>;
  [key: string]: any;
}

/** The objects of a manifest, sorted by kind and name; empty documents are dropped. */
export function parseObjects(manifest: string): KubernetesObject[] {
  const documents = parseAllDocuments(manifest, helmYaml);
  const objects =
    'empty' in documents
      ? []
      : documents.map((document) => {
          const [error] = document.errors;
          if (error) throw new ToolError(`the manifest is not YAML: ${error.message}`);
          return document.toJS() as unknown;
        });
  return objects
    .filter((object) => object !== null)
    .map(asObject)
    .toSorted(byKindAndName);
}

function asObject(value: unknown): KubernetesObject {
  const { apiVersion, kind, metadata } = value as Partial<KubernetesObject>;
  if (!apiVersion || !kind || !metadata?.name) {
    throw new ToolError(`not a Kubernetes object (apiVersion, kind, metadata.name): ${JSON.stringify(value)}`);
  }
  return value as KubernetesObject;
}

/** The order of parseObjects, for objects that come from elsewhere. */
export function byKindAndName(a: KubernetesObject, b: KubernetesObject): number {
  const [left, right] = [a, b].map(({ kind, metadata }) => `${kind}/${metadata.name}`) as [string, string];
  return left < right ? -1 : Number(left > right);
}
