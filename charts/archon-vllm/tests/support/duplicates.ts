import type { KubernetesObject } from '@archon/testbed/helm';
import { podOf } from './workload.ts';

const repeated = (items: unknown[]): unknown[] => items.filter((item, index) => items.indexOf(item) !== index);

/** Duplicates that Kubernetes merges or refuses: names in a pod, and whole objects. */
export function duplicates(objects: KubernetesObject[]): string[] {
  const pod = podOf(objects);
  const containers: any[] = [...(pod.initContainers ?? []), ...pod.containers];
  const named = (what: string, items: any[] = [], key = 'name') =>
    repeated(items.map((item) => item[key]).filter((name) => name !== undefined)).map(
      (name) => `${what} ${String(name)} twice`,
    );
  return [
    ...named(
      'object',
      objects.map(({ kind, metadata }) => ({ name: `${kind}/${metadata.name}` })),
    ),
    ...named('container', containers),
    ...named('volume', pod.volumes),
    ...containers.flatMap(({ env, ports, volumeMounts }) => [
      ...named('env', env),
      ...named('port', ports),
      ...named('mount at', volumeMounts, 'mountPath'),
    ]),
  ];
}
