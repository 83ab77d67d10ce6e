import type { KubernetesObject } from '../../../../tools/helm.ts';
import { containerOf } from './workload.ts';

/** The arguments as vLLM gets them: the kubelet has put in the variables. */
export function commandLineOf(objects: KubernetesObject[]): string[] {
  const variables = variablesOf(objects);
  return containerOf(objects).args.map((argument: string) => expand(argument, variables));
}

/** As the kubelet does it: `$(NAME)` is the variable if there is one, `$$` is a dollar, the rest stays. */
export const expand = (argument: string, variables: Record<string, string>): string =>
  argument.replace(/\$\$|\$\(([^)]*)\)/g, (text, name?: string) =>
    name === undefined ? '$' : (variables[name] ?? text),
  );

function variablesOf(objects: KubernetesObject[]): Record<string, string> {
  const maps = new Map(objects.filter(({ kind }) => kind === 'ConfigMap').map((map) => [map.metadata.name, map.data!]));
  const entries = containerOf(objects).env.flatMap(({ name, value, valueFrom }: any) => {
    const key = valueFrom?.configMapKeyRef;
    const text = key ? maps.get(key.name)?.[key.key] : value;
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(entries);
}
