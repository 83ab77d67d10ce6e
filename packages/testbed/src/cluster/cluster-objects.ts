/** What an administrator prepares in a cluster for GPUs, and what a GPU workload finds there. */
export const clusterObjects = (defaultClass: 'standard' | 'local'): object[] => [
  { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' }, handler: 'nvidia' },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: isDefault(defaultClass === 'standard') },
    // Of the controller manager: it really makes and removes folders on this machine. ReadWriteOnce.
    provisioner: 'kubernetes.io/host-path',
    allowVolumeExpansion: true,
  },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local', annotations: isDefault(defaultClass === 'local') },
    // For volumes made by hand, bound when a pod that uses them is scheduled.
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'nginx' },
    spec: { controller: 'k8s.io/ingress-nginx' },
  },
];

const isDefault = (yes: boolean) => ({ 'storageclass.kubernetes.io/is-default-class': String(yes) });
