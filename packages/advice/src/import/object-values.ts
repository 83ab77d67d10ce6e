import { serviceValues } from './service-values.ts';
import { treeOf, treesOf, type ChartValues, type Placed, type Tree, type Unplaced } from './server.ts';

/** Values from the object that makes the pod, and from the Service and Ingress in front of it. */
export function objectValues(
  owner: Tree,
  pod: Tree,
  container: Tree,
  objects: readonly Tree[],
  chart: ChartValues,
): { placed: Placed[]; unplaced: Unplaced[] } {
  const spec = treeOf(owner.spec);
  const labels = treeOf(treeOf(pod.metadata).labels);
  const selects = (service: Tree): boolean =>
    service.kind === 'Service' &&
    Object.entries(treeOf(treeOf(service.spec).selector)).every(([key, value]) => labels[key] === value);
  const service = objects.find(selects);
  const ingress = objects.find(({ kind }) => kind === 'Ingress');
  const reached = service ? serviceValues(service, container) : { placed: [], unplaced: [] };
  const others = objects.filter((object) => object !== owner && object !== service && object !== ingress);
  return {
    placed: [
      ...(spec.replicas === undefined || owner.kind === 'Pod'
        ? []
        : [{ path: ['replicas'], value: spec.replicas } as const]),
      ...strategyOf(spec),
      ...reached.placed,
      ...ingressValues(ingress),
      ...annotations(['podAnnotations'], pod, chart),
    ],
    unplaced: [
      ...reached.unplaced,
      ...others.map(({ kind, metadata }) => ({
        what: `${String(kind)} ${String(treeOf(metadata).name)}`,
        why: 'It stays as it is: apply it next to the chart, or put it into extraObjects.',
      })),
    ],
  };
}

function strategyOf({ strategy }: Tree): Placed[] {
  const { type } = treeOf(strategy);
  return type === undefined ? [] : [{ path: ['strategy'], value: type }];
}

function ingressValues(ingress: Tree | undefined): Placed[] {
  if (ingress === undefined) return [];
  const { ingressClassName, rules, tls } = treeOf(ingress.spec);
  const annotated = treeOf(treeOf(ingress.metadata).annotations);
  const hosts = treesOf(rules).map(({ host, http }) => ({
    host: host ?? '',
    paths: treesOf(treeOf(http).paths).map(({ path = '/', pathType }) => ({ path, pathType })),
  }));
  return [
    { path: ['ingress', 'enabled'], value: true },
    ...(ingressClassName === undefined ? [] : [{ path: ['ingress', 'className'], value: ingressClassName } as const]),
    ...(Object.keys(annotated).length === 0 ? [] : [{ path: ['ingress', 'annotations'], value: annotated } as const]),
    { path: ['ingress', 'hosts'], value: hosts, why: 'Paths besides /v1 are open without an API key.' },
    ...(tls === undefined ? [] : [{ path: ['ingress', 'tls'], value: tls } as const]),
  ];
}

function annotations(path: ['podAnnotations'], { metadata }: Tree, chart: ChartValues): Placed[] {
  const found = treeOf(treeOf(metadata).annotations);
  return Object.keys(found).length === 0 || !chart.typesAt(path) ? [] : [{ path, value: found }];
}
