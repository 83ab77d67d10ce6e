import { isRecord } from '@archon/values';
import { chartOf, entriesOf, given, type EffectiveServer } from './fleet.ts';

/** Servers by what two of them may not share. */
function shared(servers: EffectiveServer[], keyOf: (server: EffectiveServer) => string[]): [string, string[]][] {
  const names = new Map<string, string[]>();
  for (const server of servers)
    for (const key of new Set(keyOf(server))) names.set(key, [...(names.get(key) ?? []), server.name]);
  return [...names].filter(([, all]) => all.length > 1).sort(([a], [b]) => (a < b ? -1 : 1));
}

const clusterOf = ({ destination }: EffectiveServer): string => destination.name ?? destination.server ?? '';

/** The hosts of its Ingress, where the values alone say them. */
function hostsOf(server: EffectiveServer): string[] {
  const { values, valueFiles } = server;
  const ingress = given(values.ingress);
  if (ingress.enabled === false || valueFiles.length > 0) return [];
  const hosts = (ingress.hosts ?? [{ host: 'archon.home.local' }]) as { host?: string | null }[];
  return hosts.flatMap(({ host }) => (host ? [`${host} ${clusterOf(server)}`] : []));
}

/** Servers that would take each other's release, objects or requests. */
export function collisions(servers: EffectiveServer[]): string[] {
  const releases = shared(servers, (one) => [`${one.releaseName} ${one.namespace} ${clusterOf(one)}`]);
  const taken = releases.flatMap(([, names]) => names);
  const others = servers.filter(({ name }) => !taken.includes(name));
  const objects = shared(others, (one) =>
    one.valueFiles.length === 0 && one.values.fullnameOverride !== ''
      ? [`${String(one.values.fullnameOverride)} ${one.namespace} ${clusterOf(one)}`]
      : [],
  );
  const hosts = shared(servers, hostsOf);
  const part = (key: string, index: number): string => key.split(' ')[index]!;
  const said = (names: string[]): string => names.join(', ');
  return [
    ...releases.map(
      ([key, names]) =>
        `The servers ${said(names)} are all release ${part(key, 0)} in namespace ${part(key, 1)}. Give each its own releaseName or namespace.`,
    ),
    ...objects.map(
      ([key, names]) =>
        `The objects of the servers ${said(names)} are all called ${part(key, 0)} in namespace ${part(key, 1)}. Leave fullnameOverride out, or give each its own namespace.`,
    ),
    ...hosts.map(
      ([key, names]) =>
        `The servers ${said(names)} all answer at ${part(key, 0)}. Give each its own values.ingress.hosts, or set ingress.enabled to false.`,
    ),
  ];
}

/** What is wrong with the sources of the charts. */
export function chartProblems(all: unknown, servers: unknown): string[] {
  const inOne = (where: string, chart: unknown): string[] => {
    const { git, oci, version, digest } = given(chart);
    const hasGit = Object.keys(given(git)).length > 0;
    return [
      ...(hasGit && oci !== undefined ? [`${where} has both git and oci. Keep one of them.`] : []),
      ...(version !== undefined && digest !== undefined
        ? [`${where} has both version and digest. Keep one of them.`]
        : []),
    ];
  };
  const written = [
    ...inOne('chart', all),
    ...entriesOf(servers).flatMap(([name, { chart }]) => inOne(`servers.${name}.chart`, chart)),
  ];
  if (written.length > 0) return written;
  return entriesOf(servers).flatMap(([name, { chart: own }]) => {
    const { git, oci, version, digest } = chartOf(all, own);
    const source = given(git);
    if (Object.keys(source).length > 0) {
      if (source.repository === undefined) return [`The server ${name} needs chart.git.repository.`];
      if (version === undefined && digest === undefined) return [];
      return [`The chart of the server ${name} is in git, which has no version and no digest. Set chart.git.revision.`];
    }
    if (oci === undefined)
      return [`The server ${name} has no chart. Set chart.oci and chart.version, or chart.git.repository.`];
    return version === undefined && digest === undefined
      ? [`The server ${name} needs chart.version or chart.digest.`]
      : [];
  });
}

/** Files of values that are not where they say. */
export function fileProblems(servers: EffectiveServer[]): string[] {
  return servers.flatMap(({ name, repository, valueFiles, valuesRepository }) => {
    const needs = valueFiles.some((file) => file.startsWith('$values/'));
    const rooted = valueFiles.filter((file) => file.startsWith('/'));
    return [
      ...(needs && !valuesRepository
        ? [`The server ${name} reads files from $values/. Set valuesGit.repository to the repository that they are in.`]
        : []),
      ...(rooted.length > 0 && repository.startsWith('oci://')
        ? [
            `The server ${name} has its chart from a registry, which holds no ${rooted.join(', ')}. Set valuesGit.repository, and begin the path with $values/.`,
          ]
        : []),
    ];
  });
}

/** The paths of values that are null. */
export function nullPaths(common: unknown, servers: unknown): string[] {
  const below = (value: unknown, path: string): string[] =>
    value === null
      ? [path]
      : isRecord(value)
        ? Object.keys(value)
            .sort()
            .flatMap((key) => below(value[key], `${path}.${key}`))
        : [];
  return [
    ...below(common ?? {}, 'commonValues'),
    ...entriesOf(servers).flatMap(([name, { values }]) => below(values ?? {}, `servers.${name}.values`)),
  ];
}

/** The servers that name their preset in two places. */
export const presetTwice = (servers: unknown): string[] =>
  entriesOf(servers)
    .filter(([, { preset, values }]) => preset !== undefined && given(values).preset !== undefined)
    .map(([name]) => name);

/** A cluster that is named twice. */
export function destinationProblems(all: unknown, servers: unknown): string[] {
  const both = (destination: unknown): boolean => Object.keys(given(destination)).length > 1;
  const places = entriesOf(servers).flatMap(([name, { destination }]) =>
    both(destination) ? [`servers.${name}.destination`] : [],
  );
  return [...(both(all) ? ['destination'] : []), ...places].map(
    (place) => `${place} has both server and name. Keep one of them.`,
  );
}

/** Where a cluster is named. */
export function destinationsGiven(all: unknown, servers: unknown): string[] {
  const isGiven = (destination: unknown): boolean => Object.keys(given(destination)).length > 0;
  const own = entriesOf(servers).filter(([, { destination }]) => isGiven(destination));
  return [...(isGiven(all) ? ['destination'] : []), ...own.map(([name]) => `servers.${name}.destination`)];
}

/** Names in sync windows that no server has. */
export function unknownServers(windows: unknown, servers: unknown): string[] {
  const named = ((windows ?? []) as { servers?: string[] | null }[]).flatMap((window) => window.servers ?? []);
  return [...new Set(named)].filter((name) => !entriesOf(servers).some(([known]) => known === name)).sort();
}

/** Kinds of the servers' own objects that the project does not allow. A text is a template: its kind is unknown here. */
export function unlistedKinds(servers: EffectiveServer[], kinds: unknown): string[] {
  const said = (group: string, kind: string): string => (group ? `${kind} of ${group}` : kind);
  const allowed = ((kinds ?? []) as { group?: string | null; kind: string }[]).map(({ group, kind }) =>
    said(group ?? '', kind),
  );
  const own = servers.flatMap(({ values }) =>
    ((values.extraObjects ?? []) as unknown[]).filter(isRecord).map(({ apiVersion, kind }) => {
      const [group, version] = String(apiVersion).split('/');
      return said(version === undefined ? '' : group!, String(kind));
    }),
  );
  return [...new Set(own)].filter((one) => !allowed.includes(one)).sort();
}

/** Sync windows that are also for other servers, where a window is for `<server>-*`, on every cluster. */
export function widerWindows(windows: unknown, servers: unknown): string[] {
  const names = entriesOf(servers).map(([name]) => name);
  const wider = ((windows ?? []) as { servers?: string[] | null }[]).flatMap(({ servers: own }) =>
    (own ?? []).flatMap((name) =>
      names
        .filter((other) => other.startsWith(`${name}-`) && !own!.includes(other))
        .map((other) => `that of ${name} is also for ${other}`),
    ),
  );
  return [...new Set(wider)].sort();
}

/** Servers whose values say that their pods run as root. */
export const asRoot = (servers: EffectiveServer[]): string[] =>
  servers
    .filter(({ values }) => {
      const { runAsUser, runAsNonRoot } = given(values.podSecurityContext);
      return values.preset === 'archon-seed' || Number(runAsUser ?? -1) === 0 || runAsNonRoot === false;
    })
    .map(({ name }) => name);
