import { deepMerge, isRecord } from '@archon/values';

type Values = Record<string, unknown>;

/** A server as the values have it; a key that is null counts as one that is not there. */
type Server = Record<string, unknown>;

/** A server with everything that counts for it, as `servers.yaml` of the schema describes it. */
export interface EffectiveServer {
  name: string;
  releaseName: string;
  namespace: string;
  /** `server` or `name` of a cluster. */
  destination: Record<string, string>;
  repository: string;
  revision: string;
  path: string;
  valueFiles: string[];
  /** Of a chart in git: its own values and the files, from the root of the repository. */
  filesInGit: string[];
  values: Values;
  valuesRepository: string;
  valuesRevision: string;
  automated: boolean;
  prune: boolean;
  selfHeal: boolean;
  /** Whether the values leave replicas to an autoscaler. */
  autoscaled: boolean;
  annotations: Record<string, string>;
  /** Of its API, in its cluster; empty where the values do not say the name of its Service. */
  address: string;
}

/** Without the keys that are null. */
export const given = (value: unknown): Values =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).filter(([, one]) => one !== null && one !== undefined),
  );

/** The source of a server: its own git or registry instead of that of all servers, its own version or digest. */
export function chartOf(all: unknown, own: unknown): Values {
  const [base, over] = [given(all), given(own)];
  if (Object.keys(given(over.git)).length > 0) return { ...over, git: { ...given(base.git), ...given(over.git) } };
  const { git: _, ...registry } = over;
  if (Object.keys(registry).length === 0) return base;
  if (registry.oci !== undefined) delete base.git;
  if (registry.version !== undefined) delete base.digest;
  if (registry.digest !== undefined) delete base.version;
  return { ...base, ...registry };
}

/** The cluster of a server, by address or by name: that of Argo CD where none is said. */
function destinationOf(all: unknown, own: unknown): Values {
  const chosen = [given(own), given(all)].find((one) => Object.keys(one).length > 0);
  return chosen ?? { server: 'https://kubernetes.default.svc' };
}

/** The servers as they are written, in the order of their names. */
export const entriesOf = (servers: unknown): [string, Server][] =>
  Object.entries(given(servers))
    .map(([name, server]): [string, Server] => [name, given(server)])
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** The same with everything that counts for each. */
export const fleetOf = (all: Values, servers: unknown): EffectiveServer[] =>
  entriesOf(servers).map(([name, own]) => effectiveServer(name, own, all));

/** Whether something else sets the number of pods: an autoscaler of the chart's, or one of the user's. */
const hasAutoscaler = ({ autoscaling, unset }: Values): boolean =>
  given(autoscaling).enabled === true || ((unset as string[] | undefined)?.includes('replicas') ?? false);

/** A file that begins at the root of the repository, or at the chart. */
const fromRoot = (path: string, file: string): string => (file.startsWith('/') ? file.slice(1) : `${path}/${file}`);

function effectiveServer(name: string, own: Server, all: Values): EffectiveServer {
  const chart = chartOf(all.chart, own.chart);
  const git = given(chart.git);
  const isGit = Object.keys(git).length > 0;
  const sync = { ...given(all.sync), ...given(own.sync) };
  const valuesGit = given(all.valuesGit);
  const preset = own.preset === null || own.preset === undefined ? {} : { preset: own.preset };
  const values = [given(all.commonValues), preset, given(own.values)].reduce<Values>(deepMerge, {
    fullnameOverride: name,
  });
  const namespace = String(own.namespace ?? all.namespace);
  const service = String(values.fullnameOverride ?? '');
  const port = Number(given(values.service).port ?? 8000);
  const text = (value: unknown, otherwise = ''): string => String(value ?? otherwise);
  const path = isGit ? text(git.path, 'charts/archon-vllm') : '.';
  const valueFiles = (own.valueFiles ?? all.valueFiles ?? []) as string[];
  return {
    name,
    releaseName: text(own.releaseName, name),
    namespace,
    destination: destinationOf(all.destination, own.destination) as Record<string, string>,
    repository: text(isGit ? git.repository : chart.oci),
    revision: isGit ? text(git.revision, 'main') : text(chart.version, text(chart.digest)),
    path,
    valueFiles,
    filesInGit: isGit ? ['values.yaml', ...valueFiles].map((file) => fromRoot(path, file)) : [],
    values,
    valuesRepository: text(valuesGit.repository),
    valuesRevision: text(valuesGit.revision, 'main'),
    automated: sync.automated === true,
    prune: sync.prune === true,
    selfHeal: sync.selfHeal === true,
    autoscaled: hasAutoscaler(values),
    annotations: { ...given(all.applicationAnnotations), ...given(own.annotations) } as Record<string, string>,
    address:
      service &&
      `${given(values.tls).existingSecret ? 'https' : 'http'}://${service}.${namespace}.svc.cluster.local:${port}/v1`,
  };
}
