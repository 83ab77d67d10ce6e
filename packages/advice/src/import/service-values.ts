import { treeOf, treesOf, type Placed, type Tree, type Unplaced } from './server.ts';

/** Values from the Service in front of the container that serves: its first port is the API's, the others are extraPorts. */
export function serviceValues(service: Tree, container: Tree): { placed: Placed[]; unplaced: Unplaced[] } {
  const spec = treeOf(service.spec);
  const [port, ...more] = treesOf(spec.ports);
  const annotated = treeOf(treeOf(service.metadata).annotations);
  const given = (key: 'type' | 'port' | 'portName' | 'nodePort' | 'loadBalancerClass', value: unknown): Placed[] =>
    value === undefined ? [] : [{ path: ['service', key], value }];
  const ranges = spec.loadBalancerSourceRanges;
  return {
    placed: [
      ...given('type', spec.type),
      ...given('port', port?.port),
      ...given('portName', port?.name === 'http' ? undefined : port?.name),
      ...given('nodePort', port?.nodePort),
      ...(more.length === 0
        ? []
        : [{ path: ['service', 'extraPorts'], value: more.map((one) => extraPort(one, port!, container)) } as const]),
      ...given('loadBalancerClass', spec.loadBalancerClass),
      ...(Array.isArray(ranges) ? [{ path: ['service', 'loadBalancerSourceRanges'], value: ranges } as const] : []),
      ...(spec.sessionAffinity === 'ClientIP'
        ? [{ path: ['service', 'sessionAffinity'], value: 'ClientIP' } as const]
        : []),
      ...(Object.keys(annotated).length === 0 ? [] : [{ path: ['service', 'annotations'], value: annotated } as const]),
    ],
    unplaced: unread(spec),
  };
}

/** A further port. In the chart the API's port of the container is called http. */
function extraPort(port: Tree, api: Tree, container: Tree): Tree {
  const target = numberOf(port.targetPort ?? port.port, container);
  const { targetPort: _, ...others } = port;
  return {
    name: `port-${String(port.port)}`,
    ...others,
    targetPort: target === numberOf(api.targetPort ?? api.port, container) ? 'http' : target,
  };
}

/** The number of a port that the container names; what another container names, or is a number already, as it is. */
function numberOf(target: unknown, { ports }: Tree): unknown {
  return treesOf(ports).find(({ name }) => name !== undefined && name === target)?.containerPort ?? target;
}

const read = new Set(['type', 'ports', 'selector', 'loadBalancerClass', 'loadBalancerSourceRanges']);

/** What the API server fills in, which says nothing of the user's. */
const usual: Readonly<Record<string, RegExp>> = {
  clusterIP: /^(?!None$)/,
  clusterIPs: /^(?!None$)/,
  ipFamilies: /^/,
  ipFamilyPolicy: /^SingleStack$/,
  internalTrafficPolicy: /^Cluster$/,
  externalTrafficPolicy: /^Cluster$/,
  allocateLoadBalancerNodePorts: /^true$/,
  sessionAffinity: /^/,
};

const unread = (spec: Tree): Unplaced[] =>
  Object.entries(spec)
    .filter(([key, value]) => !read.has(key) && !usual[key]?.test(String(value)))
    .map(([key]) => ({ what: `${key} of the Service`, why: 'The Service of the chart has no value for it.' }));
