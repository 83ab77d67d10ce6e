import type { FunctionTable } from '@archon/values';

interface Host {
  host?: string | null;
  paths?: { path: string; pathType?: string | null }[] | null;
}

const hostsOf = (hosts: unknown): Host[] => (hosts as Host[] | null | undefined) ?? [];

/** Whether one of two hosts is the other, or a wildcard of its first label. */
const isSameHost = (a: string, b: string): boolean =>
  a === b || ((a.startsWith('*.') || b.startsWith('*.')) && domainOf(a) === domainOf(b));
const domainOf = (host: string): string => host.replace(/^[^.]*/, '');

/** What expressions ask of `ingress.hosts`, in TypeScript and, as named templates, in Helm. */
export const ingressFunctions: FunctionTable = {
  /** The first path of the first host, without a slash at its end: where the API is. */
  apiPath: {
    arity: [1, 1],
    returns: 'string',
    evaluate: ([hosts]) => (hostsOf(hosts)[0]?.paths?.[0]?.path ?? '/v1').replace(/\/$/, ''),
    emit: ([hosts], chart) => chart.include('apiPath', hosts!.raw),
  },
  /** Paths that begin a tree of routes and are matched exactly, so that no route of vLLM is reached. */
  exactTrees: {
    arity: [1, 1],
    returns: 'list',
    evaluate: ([hosts]) =>
      hostsOf(hosts)
        .flatMap(({ paths }) => paths ?? [])
        .filter(({ path, pathType }) => pathType === 'Exact' && /^\/$|\/v1\/?$/.test(path))
        .map(({ path }) => path),
    emit: ([hosts], chart) => `${chart.include('exactTrees', hosts!.raw)} | fromJsonArray`,
  },
  /** Hosts of certificates that no rule of the Ingress is for. */
  tlsStrangers: {
    arity: [2, 2],
    returns: 'list',
    evaluate: ([hosts, certificates]) => {
      const known = hostsOf(hosts).map(({ host }) => host ?? '');
      const named = ((certificates as { hosts: string[] }[] | null | undefined) ?? []).flatMap((one) => one.hosts);
      return named.filter((name) => !known.some((host) => host === '' || isSameHost(host, name)));
    },
    emit: ([hosts, certificates], chart) =>
      `${chart.include('tlsStrangers', hosts!.raw, certificates!.raw)} | fromJsonArray`,
  },
};
