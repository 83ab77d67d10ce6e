/** A node of kwok: pods are scheduled there and get Ready, and no container runs. */
export interface FakeNode {
  /** What describes it on a command line: `h100-sxm=8:taint`. */
  text: string;
  labels: Readonly<Record<string, string>>;
  /** Besides CPU, memory, disk and pods: `nvidia.com/gpu`. */
  resources: Readonly<Record<string, string>>;
  taints?: readonly object[];
}

/** How a caller describes fake nodes with GPUs; this package has no list of GPUs. */
export interface FakeNodeReader {
  /** Reads a description; throws a ToolError for one that is wrong. */
  parse(text: string): FakeNode;
  /** The nodes of a cluster for which none are given. */
  defaults: readonly FakeNode[];
  /** What a description consists of, for `--help`: one line. */
  help: string;
}

/** The Node objects for kwok, named gpu-0, gpu-1, …, and one node without a GPU. */
export function fakeNodeObjects(nodes: readonly FakeNode[]): object[] {
  const withoutGpu: FakeNode = { text: '', labels: {}, resources: {} };
  return [nodeObject('cpu-0', withoutGpu), ...nodes.map((node, index) => nodeObject(`gpu-${index}`, node))];
}

function nodeObject(name: string, { labels, resources: own, taints }: FakeNode): object {
  const resources = { cpu: '64', memory: '512Gi', 'ephemeral-storage': '1Ti', pods: '110', ...own };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...labels },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: taints ? { taints } : {},
    status: { capacity: resources, allocatable: resources },
  };
}
