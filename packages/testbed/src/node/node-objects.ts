import { type NodeServer, type RealNode, realNode } from './real-node.ts';
import { volumePaths } from './write-node-files.ts';

/** What a cluster with a real node has in addition: Services, that of its registry among them, and prepared volumes. */
export const realNodeObjects = ({ servers = [] }: RealNode, registryPort: number): object[] => [
  ...dnsObjects,
  ...serverObjects({ name: 'registry', port: registryPort }),
  ...servers.flatMap(serverObjects),
  ...volumePaths().map(volume),
];

const dnsObjects: object[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'system:coredns' },
    rules: [
      { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'system:coredns' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:coredns' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'system:coredns' }],
  },
  ...nodeService('kube-dns', { clusterIP: realNode.dnsService }, [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ]),
];

const serverObjects = ({ name, port }: Pick<NodeServer, 'name' | 'port'>): object[] =>
  nodeService(name, {}, [{ name: 'http', port: 80, protocol: 'TCP' }], port);

/** A Service whose server is a program of the node, not a pod. */
function nodeService(
  name: string,
  spec: object,
  ports: { name: string; port: number; protocol: string }[],
  targetPort?: number,
): object[] {
  const metadata = { name, namespace: 'kube-system' };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ...spec, ports } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [realNode.address], conditions: { ready: true } }],
      ports: ports.map((each) => ({ ...each, port: targetPort ?? each.port })),
    },
  ];
}

// `local`, not `hostPath`: the kubelet applies fsGroup to it.
const volume = (path: string): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: `real-${path}` },
  spec: {
    capacity: { storage: '1Ti' },
    accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
    persistentVolumeReclaimPolicy: 'Retain',
    storageClassName: 'local',
    local: { path: `/var/lib/volumes/${path}` },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [realNode.name] }] },
        ],
      },
    },
  },
});
