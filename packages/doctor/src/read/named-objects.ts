import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
import { bytesOf } from '@archon/values';
import type { Claim, NamedObject } from '../cluster-state.ts';
import type { Needs, Reference } from '../needs/needs.ts';
import type { ApiClient } from './api-client.ts';
import { namespaced } from './resources.ts';

const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** Of a Secret or a ConfigMap the values of the keys are not looked at. */
interface KeyedObject {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly binaryData?: Readonly<Record<string, unknown>> | null;
}

const plurals: Readonly<Record<Exclude<Reference['kind'], 'PriorityClass'>, string>> = {
  Secret: 'secrets',
  ConfigMap: 'configmaps',
  ServiceAccount: 'serviceaccounts',
  PersistentVolumeClaim: 'persistentvolumeclaims',
};

/** Reads the objects that the values name, each once: its metadata alone where no key of it is needed. */
export async function readNamedObjects(
  api: ApiClient,
  { server }: Needs,
  namespace: string,
): Promise<Map<string, NamedObject>> {
  const { references = [], claim } = server ?? {};
  const own = claim?.name === undefined || claim.existing ? [] : [`PersistentVolumeClaim/${claim.name}`];
  const names = new Set([...references.map(({ kind, name }) => `${kind}/${name}`), ...own]);
  const keyed = new Set(references.flatMap(({ kind, name, key }) => (key === undefined ? [] : [`${kind}/${name}`])));
  const found = new Map<string, NamedObject>();
  await Promise.all(
    [...names].map(async (id) => {
      const object = await readNamed(api, id, namespace, keyed.has(id));
      if (object) found.set(id, object);
    }),
  );
  return found;
}

async function readNamed(
  api: ApiClient,
  id: string,
  namespace: string,
  keyed: boolean,
): Promise<NamedObject | undefined> {
  const [kind = '', name = ''] = id.split('/');
  // read with the other classes
  if (kind === 'PriorityClass') return undefined;
  const resource = namespaced(plurals[kind as keyof typeof plurals], namespace);
  if (kind === 'PersistentVolumeClaim') {
    const claim = await api.get<V1PersistentVolumeClaim>(resource, name);
    return claim === undefined ? undefined : claim === null ? { found: false } : { found: true, claim: claimOf(claim) };
  }
  const object = await api.get<KeyedObject>(resource, name, keyed ? undefined : metadataOnly);
  if (object === undefined) return undefined;
  if (object === null) return { found: false };
  return {
    found: true,
    ...(keyed && { keys: [...Object.keys(object.data ?? {}), ...Object.keys(object.binaryData ?? {})] }),
  };
}

const claimOf = ({ spec, status }: V1PersistentVolumeClaim): Claim => ({
  phase: status?.phase ?? 'Pending',
  accessModes: status?.accessModes ?? spec?.accessModes ?? [],
  bytes: bytesOf(status?.capacity?.['storage'] ?? spec?.resources?.requests?.['storage'] ?? '0'),
  ...(spec?.storageClassName !== undefined && { storageClass: spec.storageClassName }),
});
