import type { Kubectl } from '../cluster/kubectl.ts';
import type { KubernetesObject } from '../kubernetes/parse-objects.ts';
import { tektonNamespace } from './components.ts';
import { tektonObjects } from './module-files.ts';
import { asNodeImages } from './tekton-images.ts';

/** Applies Tekton's objects in the order that they need: the interceptors look for their definitions once a minute only. */
export async function applyTekton(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<void> {
  const apply = (items: object[]) =>
    kubectl.do(['apply', '--server-side', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const definitions = ['Namespace', 'CustomResourceDefinition'];
  await apply(objects.filter(({ kind }) => definitions.includes(kind)));
  // A definition that is just created has no conditions yet, and then waiting for one fails.
  const wait = (what: string) => kubectl.do(['wait', 'crds', '--all', `--for=${what}`, '--timeout=180s']);
  await wait('jsonpath={.status.conditions}');
  await wait('condition=Established');
  await apply(objects.filter(({ kind }) => ![...definitions, 'Deployment'].includes(kind)));
  const pods = objects.filter(({ kind }) => kind === 'Deployment');
  if (pods.length > 0) await apply(pods);
}

/** As Tekton's docs say for namespaces with restricted Pod Security. */
export function withSecurityContexts(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'ConfigMap' || object.metadata.name !== 'feature-flags') return object;
  return { ...object, data: { ...object.data, 'set-security-context': 'true' } };
}

/** Installs Tekton on a node with `tektonImages`, by the release's own objects, and waits until it is available. */
export async function installTekton(kubectl: Kubectl): Promise<void> {
  await applyTekton(kubectl, tektonObjects().map(withSecurityContexts).map(asNodeImages));
  const wait = ['wait', 'deployments', '--all', `--namespace=${tektonNamespace}`, '--for=condition=Available'];
  await kubectl.do([...wait, '--timeout=300s']);
}
