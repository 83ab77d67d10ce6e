/** The objects that an administrator creates in a cluster for GPU workloads. */
export const clusterObjects = (defaultClass: 'standard' | 'local'): object[] => [
  { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' }, handler: 'nvidia' },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: isDefault(defaultClass === 'standard') },
    // The controller manager creates and removes folders on this machine. ReadWriteOnce.
    provisioner: 'kubernetes.io/host-path',
    allowVolumeExpansion: true,
  },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local', annotations: isDefault(defaultClass === 'local') },
    // For volumes created by hand, bound when a pod that uses them is scheduled.
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
