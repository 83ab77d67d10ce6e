import { podProcess } from '@archon/engine/pod-process';
import type { KubernetesObject } from '@archon/testbed/helm';

export { expandVariables as expand } from '@archon/engine/pod-process';

/** The arguments as vLLM gets them: the kubelet has put in the variables. */
export const commandLineOf = (objects: KubernetesObject[]): string[] => podProcess(objects).args;
