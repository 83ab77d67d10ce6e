import type { Resource } from './api-client.ts';

const core = (resource: string) => ({ group: '', version: 'v1', resource });

/** What doctor reads; docs/doctor/rbac.yaml has the rules for it. */
export const resources = {
  nodes: core('nodes'),
  pods: core('pods'),
  namespaces: core('namespaces'),
  runtimeClasses: { group: 'node.k8s.io', version: 'v1', resource: 'runtimeclasses' },
  storageClasses: { group: 'storage.k8s.io', version: 'v1', resource: 'storageclasses' },
  csiDrivers: { group: 'storage.k8s.io', version: 'v1', resource: 'csidrivers' },
  ingressClasses: { group: 'networking.k8s.io', version: 'v1', resource: 'ingressclasses' },
  priorityClasses: { group: 'scheduling.k8s.io', version: 'v1', resource: 'priorityclasses' },
} satisfies Record<string, Resource>;

/** Resources of one namespace. */
export const namespaced = (resource: string, namespace: string): Resource => ({ ...core(resource), namespace });
