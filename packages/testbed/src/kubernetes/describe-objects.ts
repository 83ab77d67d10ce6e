import type { KubernetesObject } from './parse-objects.ts';
import type { TreeNode } from './tree.ts';

type Describe = (object: KubernetesObject, all: KubernetesObject[]) => Partial<TreeNode>;

/** What the tree shows for each kind, in this order. Other kinds follow, with only their name. */
const kinds: Record<string, Describe> = {
  Deployment: describeDeployment,
  ConfigMap: ({ data = {} }) => ({ children: Object.entries(data).map(([label, text]) => ({ label, text })) }),
  PersistentVolumeClaim: ({ spec, metadata }) => ({
    text: listed(spec.resources?.requests?.storage, isKept(metadata) && 'kept when the release is uninstalled'),
  }),
  Service: ({ spec, metadata: { name, namespace } }) => ({
    text: listed(...spec.ports.map(({ port }: { port: number }) => `${name}.${namespace}.svc.cluster.local:${port}`)),
  }),
  Ingress: ({ spec }) => ({ text: listed(...ingressUrls(spec)) }),
};

/** The objects of a release as a tree, with information from the objects only. */
export function describeObjects(release: string, namespace: string, objects: KubernetesObject[]): TreeNode {
  const order = Object.keys(kinds);
  const rank = ({ kind }: KubernetesObject): number => (kind in kinds ? order.indexOf(kind) : order.length);
  return {
    label: `release ${release} in namespace ${namespace}`,
    children: objects
      .toSorted((a, b) => rank(a) - rank(b))
      .map((object) => ({
        label: `${object.kind} ${object.metadata.name}`,
        ...kinds[object.kind]?.(object, objects),
      })),
  };
}

function describeDeployment({ spec }: KubernetesObject, all: KubernetesObject[]): Partial<TreeNode> {
  const pod = spec.template.spec;
  const [container] = pod.containers;
  const { requests = {}, limits = {} } = container.resources ?? {};
  const parts: Record<string, string> = {
    image: container.image,
    GPU: listed(
      ...Object.entries(limits)
        .filter(isDevice)
        .map(([name, count]) => `${count} x ${name}`),
    ),
    runtime: listed(pod.runtimeClassName && `RuntimeClass ${pod.runtimeClassName}`),
    requests: quantities(requests),
    limits: quantities(limits),
    runs: commandLine(container, all),
  };
  return {
    children: Object.entries(parts)
      .filter(([, text]) => text)
      .map(([label, text]) => ({ label, text })),
  };
}

// Devices are resources with a domain: nvidia.com/gpu.
const isDevice = ([name]: [string, unknown]): boolean => name.includes('/');

const quantities = (resources: Record<string, unknown>): string =>
  listed(
    ...Object.entries(resources)
      .filter((entry) => !isDevice(entry))
      .map(([name, quantity]) => `${quantity} ${name}`),
  );

/** The command as the container receives it: `$(NAME)` is replaced from its environment, as Kubernetes does. */
function commandLine({ command = [], args = [], env = [] }: any, all: KubernetesObject[]): string {
  const variables = new Map<string, string | undefined>(
    env.map((variable: any) => [variable.name, variable.value ?? configMapValue(variable.valueFrom, all)]),
  );
  return [...command, ...args]
    .map((word: string) => word.replace(/\$\((\w+)\)/g, (reference, name) => variables.get(name) ?? reference))
    .join(' ');
}

function configMapValue(valueFrom: any, all: KubernetesObject[]): string | undefined {
  const { name, key } = valueFrom?.configMapKeyRef ?? {};
  return all.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)?.data?.[key];
}

const isKept = ({ annotations }: KubernetesObject['metadata']): boolean =>
  annotations?.['helm.sh/resource-policy'] === 'keep';

function ingressUrls({ rules = [], tls = [] }: any): string[] {
  const secureHosts = new Set(tls.flatMap(({ hosts = [] }: any) => hosts));
  return rules.flatMap(({ host = '*', http }: any) =>
    http.paths.map(({ path }: any) => `${secureHosts.has(host) ? 'https' : 'http'}://${host}${path}`),
  );
}

/** The parts that exist, as a list in words. */
const listed = (...parts: unknown[]): string => parts.filter(Boolean).join(', ');
