import { podProcess } from '../../../../tools/engine/pod-process.ts';
import type { KubernetesObject } from '../../../../tools/helm.ts';

export { expandVariables as expand } from '../../../../tools/engine/pod-process.ts';

/** The arguments as vLLM gets them: the kubelet has put in the variables. */
export const commandLineOf = (objects: KubernetesObject[]): string[] => podProcess(objects).args;
