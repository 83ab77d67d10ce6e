import type {
  V1CSIDriver,
  V1IngressClass,
  V1PriorityClass,
  V1RuntimeClass,
  V1StorageClass,
} from '@kubernetes/client-node';
import type { ClusterState } from '../cluster-state.ts';
import type { ApiClient } from './api-client.ts';
import { resources } from './resources.ts';

type Classes = Pick<
  ClusterState,
  'runtimeClasses' | 'storageClasses' | 'csiDrivers' | 'ingressClasses' | 'priorityClasses'
>;

const isDefault = (annotations: Readonly<Record<string, string>> | undefined, kind: string): boolean =>
  annotations?.[`${kind}.kubernetes.io/is-default-class`] === 'true';

/** The classes that values choose from. */
export async function readClasses(api: ApiClient): Promise<Classes> {
  const [runtimes, storage, drivers, ingress, priorities] = await Promise.all([
    api.list<V1RuntimeClass>(resources.runtimeClasses),
    api.list<V1StorageClass>(resources.storageClasses),
    api.list<V1CSIDriver>(resources.csiDrivers),
    api.list<V1IngressClass>(resources.ingressClasses),
    api.list<V1PriorityClass>(resources.priorityClasses),
  ]);
  return {
    ...(runtimes && {
      runtimeClasses: runtimes.map(({ metadata, handler, scheduling }) => ({
        name: metadata!.name!,
        handler,
        nodeSelector: scheduling?.nodeSelector ?? {},
        tolerations: scheduling?.tolerations ?? [],
      })),
    }),
    ...(storage && {
      storageClasses: storage.map(({ metadata, provisioner, allowVolumeExpansion, volumeBindingMode }) => ({
        name: metadata!.name!,
        provisioner,
        isDefault: isDefault(metadata!.annotations, 'storageclass'),
        expands: allowVolumeExpansion ?? false,
        bindingMode: volumeBindingMode ?? 'Immediate',
      })),
    }),
    ...(drivers && {
      csiDrivers: drivers.map(({ metadata, spec }) => ({
        name: metadata!.name!,
        fsGroupPolicy: spec.fsGroupPolicy ?? 'ReadWriteOnceWithFSType',
      })),
    }),
    ...(ingress && {
      ingressClasses: ingress.map(({ metadata, spec }) => ({
        name: metadata!.name!,
        controller: spec?.controller ?? '',
        isDefault: isDefault(metadata!.annotations, 'ingressclass'),
      })),
    }),
    ...(priorities && { priorityClasses: priorities.map(({ metadata }) => metadata!.name!) }),
  };
}
