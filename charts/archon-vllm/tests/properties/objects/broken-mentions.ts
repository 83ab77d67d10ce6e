import type { KubernetesObject } from '@archon/testbed/helm';
import { containerOf, only, podOf } from '../../support/workload.ts';
import { mentionsIn, mentionsOfUser, type Mention } from './mentions.ts';

/** What objects name that neither the release has nor the user named, one sentence each. */
export function brokenMentions(objects: KubernetesObject[], values: Record<string, unknown>): string[] {
  const theirs = new Set(mentionsOfUser(values).map(textOf));
  return [
    ...mentionsIn(objects)
      .filter((one) => !theirs.has(textOf(one)) && !isThere(one, objects))
      .map((one) => `there is no ${textOf(one)}`),
    ...mounts(objects),
    ...ports(objects),
    ...selectors(objects),
  ];
}

const textOf = ({ kind, name, key }: Mention): string => `${kind} ${name}${key === undefined ? '' : ` with ${key}`}`;

// Every namespace has a service account "default".
const isThere = ({ kind, name, key }: Mention, objects: KubernetesObject[]): boolean =>
  (kind === 'ServiceAccount' && name === 'default') ||
  objects.some(
    (object) =>
      object.kind === kind &&
      object.metadata.name === name &&
      (key === undefined || object.data?.[key] !== undefined || object.stringData?.[key] !== undefined),
  );

function containersOf(objects: KubernetesObject[]): any[] {
  const { initContainers = [], containers } = podOf(objects);
  return [...initContainers, ...containers];
}

function mounts(objects: KubernetesObject[]): string[] {
  const volumes = podOf(objects).volumes.map(({ name }: any) => name);
  return containersOf(objects).flatMap(({ name, volumeMounts = [] }) =>
    volumeMounts
      .filter((mount: any) => !volumes.includes(mount.name))
      .map((mount: any) => `${name} mounts ${mount.name}`),
  );
}

function ports(objects: KubernetesObject[]): string[] {
  const container = containerOf(objects);
  const open = podOf(objects).containers.flatMap(({ ports: its = [] }: any) =>
    its.flatMap(({ name, containerPort }: any) => [name, containerPort]),
  );
  const service = only(objects, 'Service');
  const offered = service.spec.ports.flatMap(({ name, port }: any) => [name, port]);
  const backends = objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ spec }) => spec.rules.flatMap(({ http }: any) => http.paths.map((one: any) => one.backend.service)));
  const asked = ['startupProbe', 'livenessProbe', 'readinessProbe'].flatMap(
    (probe) => container[probe]?.httpGet.port ?? [],
  );
  return [
    ...asked.filter((port) => !open.includes(port)).map((port) => `a probe asks the port ${port}`),
    ...service.spec.ports
      .filter(({ targetPort }: any) => !open.includes(targetPort))
      .map(({ targetPort }: any) => `the Service targets ${targetPort}`),
    ...backends
      .filter(({ name, port }) => name !== service.metadata.name || !offered.includes(port.name ?? port.number))
      .map((backend) => `the Ingress leads to ${JSON.stringify(backend)}`),
  ];
}

function selectors(objects: KubernetesObject[]): string[] {
  const { selector, template } = only(objects, 'Deployment').spec;
  return [selector.matchLabels, only(objects, 'Service').spec.selector].flatMap((wanted) =>
    Object.entries(wanted)
      .filter(([key, value]) => template.metadata.labels[key] !== value)
      .map(([key, value]) => `a selector wants ${key}=${String(value)}`),
  );
}
