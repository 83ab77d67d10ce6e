import { isRecord, valueAt, type Path } from '@archon/values';

/** An object that another one refers to, and the key in it. */
export interface Mention {
  kind: string;
  name: string;
  key?: string;
}

/** The objects that the value of a Kubernetes field refers to, by the field. */
const mentioned: Record<string, (value: any) => Mention[]> = {
  configMapKeyRef: ({ name, key }) => [{ kind: 'ConfigMap', name, key }],
  secretKeyRef: ({ name, key }) => [{ kind: 'Secret', name, key }],
  configMapRef: ({ name }) => [{ kind: 'ConfigMap', name }],
  secretRef: ({ name }) => [{ kind: 'Secret', name }],
  configMap: ({ name }) => [{ kind: 'ConfigMap', name }],
  secret: ({ name, secretName }) => [{ kind: 'Secret', name: secretName ?? name }],
  nodePublishSecretRef: ({ name }) => [{ kind: 'Secret', name }],
  imagePullSecrets: (list) => list.map(({ name }: any) => ({ kind: 'Secret', name })),
  persistentVolumeClaim: ({ claimName }) => [{ kind: 'PersistentVolumeClaim', name: claimName }],
  serviceAccountName: (name) => [{ kind: 'ServiceAccount', name }],
  tls: (list) => list.flatMap(({ secretName: name }: any) => (name === undefined ? [] : [{ kind: 'Secret', name }])),
};

/** Everything that a tree of Kubernetes' types refers to, at any depth. */
export function mentionsIn(tree: unknown): Mention[] {
  if (Array.isArray(tree)) return tree.flatMap(mentionsIn);
  if (!isRecord(tree)) return [];
  return Object.entries(tree).flatMap(([key, value]) => {
    const found = isMention(key, value) ? mentioned[key]!(value) : [];
    return [...found, ...mentionsIn(value)];
  });
}

// In the values, `tls` and `secret` may be words of our own.
const isMention = (key: string, value: unknown): boolean =>
  Object.hasOwn(mentioned, key) &&
  (key === 'tls' || key === 'imagePullSecrets'
    ? Array.isArray(value)
    : isRecord(value) || key === 'serviceAccountName');

/** Our own values that name objects of the user. */
const named: [kind: string, path: Path, keyPath?: Path][] = [
  ['Secret', ['apiKey', 'existingSecret'], ['apiKey', 'key']],
  ['Secret', ['huggingFace', 'token', 'existingSecret'], ['huggingFace', 'token', 'key']],
  ['Secret', ['tls', 'existingSecret']],
  ['Secret', ['tracing', 'headers', 'existingSecret'], ['tracing', 'headers', 'key']],
  ['PersistentVolumeClaim', ['persistence', 'existingClaim']],
  ['PersistentVolumeClaim', ['lora', 'existingClaim']],
  ['ServiceAccount', ['serviceAccount', 'name']],
];

interface ApiKey {
  existingSecret?: string | null;
  additional?: { existingSecret?: string | null; key: string }[] | null;
}

/** Objects that the merged values name: they are the user's, and need not be in the release. */
export function mentionsOfUser(values: Record<string, unknown>): Mention[] {
  const own = named.flatMap(([kind, path, keyPath]) => {
    const name = valueAt(values, path);
    const key = keyPath && valueAt(values, keyPath);
    return typeof name === 'string' ? [{ kind, name, ...(typeof key === 'string' && { key }) }] : [];
  });
  const { existingSecret, additional = [] } = (values.apiKey ?? {}) as ApiKey;
  const keys = (additional ?? []).map(({ existingSecret: of = existingSecret, key }) => ({
    kind: 'Secret',
    name: String(of ?? existingSecret),
    key,
  }));
  const certificates = mentionsIn({ tls: valueAt(values, ['ingress', 'tls']) ?? [] });
  const pulled = mentionsIn({ imagePullSecrets: valueAt(values, ['imagePullSecrets']) ?? [] });
  const { extraEnv, extraEnvFrom, extraVolumes, extraInitContainers, extraContainers, extraObjects } = values;
  return [
    ...own,
    ...keys,
    ...certificates,
    ...pulled,
    ...mentionsIn([extraEnv, extraEnvFrom, extraVolumes, extraInitContainers, extraContainers, extraObjects]),
  ];
}
