import type { Reference } from './needs.ts';

type Values = Readonly<Record<string, unknown>>;

interface KeyRef {
  readonly name?: string;
  readonly key: string;
  readonly optional?: boolean;
}

interface EnvVar {
  readonly valueFrom?: { readonly secretKeyRef?: KeyRef; readonly configMapKeyRef?: KeyRef };
}

interface EnvFrom {
  readonly secretRef?: { readonly name?: string; readonly optional?: boolean };
  readonly configMapRef?: { readonly name?: string; readonly optional?: boolean };
}

interface Volume {
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean };
  readonly configMap?: { readonly name?: string; readonly optional?: boolean };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: { readonly sources?: readonly Volume[] };
}

interface Container {
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFrom[];
}

interface ReadValues {
  readonly apiKey: {
    readonly existingSecret?: string | null;
    readonly key: string;
    readonly additional: readonly { readonly existingSecret?: string | null; readonly key: string }[];
  };
  /** HTTPS of vLLM itself. */
  readonly tls?: { readonly existingSecret?: string | null };
  readonly huggingFace: { readonly token: { readonly existingSecret?: string | null; readonly key: string } };
  readonly imagePullSecrets: readonly { readonly name?: string }[];
  readonly ingress: { readonly enabled: boolean; readonly tls: readonly { readonly secretName?: string | null }[] };
  readonly tracing?: { readonly headers?: { readonly existingSecret?: string | null; readonly key: string } };
  readonly lora?: { readonly existingClaim?: string | null };
  readonly persistence: { readonly enabled: boolean; readonly existingClaim?: string | null };
  readonly serviceAccount: { readonly create: boolean; readonly name?: string | null };
  readonly priorityClassName?: string | null;
  readonly extraEnv: readonly EnvVar[];
  readonly extraEnvFrom: readonly EnvFrom[];
  readonly extraVolumes: readonly Volume[];
  readonly extraContainers: readonly Container[];
  readonly extraInitContainers: readonly Container[];
}

/** The objects that the values of archon-vllm name; one that is optional may be missing. */
export function referencesOf(given: Values): Reference[] {
  const values = given as unknown as ReadValues;
  const { apiKey, huggingFace, lora, tls, ingress, persistence, serviceAccount, priorityClassName } = values;
  const { token } = huggingFace;
  const headers = values.tracing?.headers;
  const found: (Reference | false)[] = [
    Boolean(apiKey.existingSecret) && {
      ...secret(apiKey.existingSecret!, 'apiKey.existingSecret', apiKey.key),
      create: `create secret generic ${apiKey.existingSecret} --from-literal=${apiKey.key}="$(openssl rand -hex 24)"`,
    },
    ...apiKey.additional.map(({ existingSecret, key }): Reference | false => {
      const name = existingSecret ?? apiKey.existingSecret;
      return Boolean(name) && secret(name!, 'apiKey.additional', key);
    }),
    Boolean(token.existingSecret) && {
      ...secret(token.existingSecret!, 'huggingFace.token.existingSecret', token.key),
      create: `create secret generic ${token.existingSecret} --from-literal=${token.key}="$HF_TOKEN"`,
    },
    ...(tls?.existingSecret ? ['tls.crt', 'tls.key'] : []).map((key) =>
      secret(tls!.existingSecret!, 'tls.existingSecret', key),
    ),
    Boolean(headers?.existingSecret) &&
      secret(headers!.existingSecret!, 'tracing.headers.existingSecret', headers!.key),
    ...values.imagePullSecrets.map(
      ({ name }): Reference | false => Boolean(name) && { ...secret(name!, 'imagePullSecrets'), without: 'no image' },
    ),
    ...(ingress.enabled ? ingress.tls : []).map(
      ({ secretName }): Reference | false =>
        Boolean(secretName) && { ...secret(secretName!, 'ingress.tls'), without: 'no certificate' },
    ),
    persistence.enabled &&
      Boolean(persistence.existingClaim) &&
      plain('PersistentVolumeClaim', persistence.existingClaim!, 'persistence.existingClaim'),
    Boolean(lora?.existingClaim) && plain('PersistentVolumeClaim', lora!.existingClaim!, 'lora.existingClaim'),
    !serviceAccount.create &&
      Boolean(serviceAccount.name) &&
      plain('ServiceAccount', serviceAccount.name!, 'serviceAccount.name'),
    Boolean(priorityClassName) && plain('PriorityClass', priorityClassName!, 'priorityClassName'),
    ...variables(values.extraEnv, 'extraEnv'),
    ...sources(values.extraEnvFrom, 'extraEnvFrom'),
    ...volumes(values.extraVolumes),
    ...(['extraContainers', 'extraInitContainers'] as const).flatMap((path) =>
      values[path].flatMap(({ env = [], envFrom = [] }) => [...variables(env, path), ...sources(envFrom, path)]),
    ),
  ];
  return found.filter((one): one is Reference => one !== false);
}

const plain = (kind: Reference['kind'], name: string, path: string, key?: string): Reference => ({
  kind,
  name,
  ...(key !== undefined && { key }),
  path,
  without: 'no pod',
});

const secret = (name: string, path: string, key?: string): Reference => plain('Secret', name, path, key);

function variables(env: readonly EnvVar[], path: string): Reference[] {
  return env.flatMap(({ valueFrom = {} }) => [
    ...keyOf('Secret', valueFrom.secretKeyRef, path),
    ...keyOf('ConfigMap', valueFrom.configMapKeyRef, path),
  ]);
}

const keyOf = (kind: Reference['kind'], ref: KeyRef | undefined, path: string): Reference[] =>
  !ref?.name || ref.optional ? [] : [plain(kind, ref.name, path, ref.key)];

function sources(from: readonly EnvFrom[], path: string): Reference[] {
  return from.flatMap(({ secretRef, configMapRef }) => [
    ...named('Secret', secretRef?.name, secretRef?.optional, path),
    ...named('ConfigMap', configMapRef?.name, configMapRef?.optional, path),
  ]);
}

function volumes(all: readonly Volume[]): Reference[] {
  return all.flatMap(({ secret: from, configMap, persistentVolumeClaim: claim, projected }) => [
    ...named('Secret', from?.secretName, from?.optional, 'extraVolumes'),
    ...named('ConfigMap', configMap?.name, configMap?.optional, 'extraVolumes'),
    ...named('PersistentVolumeClaim', claim?.claimName, false, 'extraVolumes'),
    ...volumes((projected?.sources ?? []).map(projectedSource)),
  ]);
}

/** In a projected volume a Secret is called by `name`. */
function projectedSource({ secret: from, configMap }: Volume): Volume {
  const { name, optional } = (from ?? {}) as { name?: string; optional?: boolean };
  return {
    ...(name !== undefined && { secret: { secretName: name, ...(optional !== undefined && { optional }) } }),
    ...(configMap && { configMap }),
  };
}

const named = (kind: Reference['kind'], name: string | undefined, optional: boolean | undefined, path: string) =>
  !name || optional ? [] : [plain(kind, name, path)];
