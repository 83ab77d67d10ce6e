import type { KubernetesObject } from '@archon/testbed/helm';
import { podProcess } from '@archon/engine/pod-process';

/** The only object of a kind. */
export function only(objects: KubernetesObject[], kind: string): KubernetesObject {
  const found = objects.filter((object) => object.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}, not one`);
  return found[0]!;
}

/** Whether an object is a hook, as the pod of `helm test` is: Helm does not install it with the rest. */
export const isHook = ({ metadata }: KubernetesObject): boolean => 'helm.sh/hook' in (metadata.annotations ?? {});

/** `Kind/name` of each object. */
export const idsOf = (objects: KubernetesObject[]): string[] =>
  objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);

/** The pod's spec. */
export const podOf = (objects: KubernetesObject[]): any => only(objects, 'Deployment').spec.template.spec;

/** The container of vLLM. */
export const containerOf = (objects: KubernetesObject[]): any =>
  podOf(objects).containers.find(({ name }: { name: string }) => name === 'vllm');

/** The arguments of vLLM as they are in the manifest. */
export const argsOf = (objects: KubernetesObject[]): string[] => containerOf(objects).args;

/** The environment of vLLM by name: a text, or where it comes from. */
export const envOf = (objects: KubernetesObject[]): Record<string, unknown> =>
  Object.fromEntries(containerOf(objects).env.map((entry: any) => [entry.name, entry.value ?? entry.valueFrom]));

export { expandVariables as expand } from '@archon/engine/pod-process';

/** The arguments as vLLM gets them: the kubelet has put in the variables. */
export const commandLineOf = (objects: KubernetesObject[]): string[] => podProcess(objects).args;
