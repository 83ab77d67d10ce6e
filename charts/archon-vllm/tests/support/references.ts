import type { KubernetesObject } from '@archon/testbed/helm';
import { only, podOf } from './workload.ts';

/** Objects that exist without the chart: the user names them. */
export interface Outside {
  claims: string[];
  serviceAccounts: string[];
}

/** References from object to object that lead nowhere, one sentence each. */
export function brokenReferences(objects: KubernetesObject[], outside: Outside): string[] {
  return [
    ...environment(objects),
    ...volumes(objects, outside),
    ...probes(objects),
    ...serviceAccount(objects, outside),
    ...service(objects),
    ...ingress(objects),
  ];
}

const containersOf = (objects: KubernetesObject[]): any[] => {
  const pod = podOf(objects);
  return [...(pod.initContainers ?? []), ...pod.containers];
};

const exists = (objects: KubernetesObject[], kind: string, name: string) =>
  objects.some((object) => object.kind === kind && object.metadata.name === name);

function environment(objects: KubernetesObject[]): string[] {
  const entries = containersOf(objects).flatMap(({ env = [] }) => env);
  return entries.flatMap(({ name, valueFrom }) => {
    const wanted = valueFrom?.configMapKeyRef;
    if (!wanted) return [];
    const map = objects.find((object) => object.kind === 'ConfigMap' && object.metadata.name === wanted.name);
    return map?.data?.[wanted.key] === undefined ? [`${name} wants ${wanted.key} of ConfigMap ${wanted.name}`] : [];
  });
}

function volumes(objects: KubernetesObject[], { claims }: Outside): string[] {
  const pod = podOf(objects);
  const names = pod.volumes.map(({ name }: any) => name);
  const mounts = containersOf(objects).flatMap((container) =>
    (container.volumeMounts ?? []).map((mount: any) => [container.name, mount.name]),
  );
  const used = new Set(mounts.map(([, name]) => name));
  return [
    ...mounts.filter(([, name]) => !names.includes(name)).map(([by, name]) => `${by} mounts ${name}, no volume`),
    ...names.filter((name: string) => !used.has(name)).map((name: string) => `nothing mounts the volume ${name}`),
    ...pod.volumes.flatMap(({ persistentVolumeClaim }: any) => {
      const name = persistentVolumeClaim?.claimName;
      if (name === undefined || claims.includes(name) || exists(objects, 'PersistentVolumeClaim', name)) return [];
      return [`there is no claim ${name}`];
    }),
  ];
}

function probes(objects: KubernetesObject[]): string[] {
  return containersOf(objects).flatMap(({ name, ports = [], startupProbe, livenessProbe, readinessProbe }) =>
    [startupProbe, livenessProbe, readinessProbe]
      .filter((probe) => probe && !ports.some((port: any) => port.name === probe.httpGet.port))
      .map((probe) => `a probe of ${name} asks the port ${probe.httpGet.port}`),
  );
}

function serviceAccount(objects: KubernetesObject[], { serviceAccounts }: Outside): string[] {
  const name = podOf(objects).serviceAccountName;
  // Every namespace has its own.
  if (name === 'default' || serviceAccounts.includes(name) || exists(objects, 'ServiceAccount', name)) return [];
  return [`there is no service account ${name}`];
}

function service(objects: KubernetesObject[]): string[] {
  const { selector, ports } = only(objects, 'Service').spec;
  const deployment = only(objects, 'Deployment').spec;
  const { labels } = deployment.template.metadata;
  const containerPorts = containersOf(objects).flatMap((container) => container.ports ?? []);
  return [
    ...[selector, deployment.selector.matchLabels].flatMap((wanted) =>
      Object.entries(wanted)
        .filter(([key, value]) => labels[key] !== value)
        .map(([key, value]) => `a selector wants ${key}=${String(value)}, the pods have ${labels[key]}`),
    ),
    ...ports
      .filter(({ targetPort }: any) => !containerPorts.some(({ name }) => name === targetPort))
      .map(({ targetPort }: any) => `the Service targets the port ${targetPort}`),
  ];
}

function ingress(objects: KubernetesObject[]): string[] {
  const backends = objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ spec }) =>
      spec.rules.flatMap(({ http }: any) => http.paths.map(({ backend }: any) => backend.service)),
    );
  return backends.flatMap(({ name, port }) => {
    const target = objects.find((object) => object.kind === 'Service' && object.metadata.name === name);
    if (!target) return [`the Ingress wants a Service ${name}`];
    const found = target.spec.ports.some((one: any) => one.name === port.name || one.port === port.number);
    return found ? [] : [`the Ingress wants the port ${port.name ?? port.number} of ${name}`];
  });
}
