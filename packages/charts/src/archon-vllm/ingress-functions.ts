import type { FunctionTable } from '@archon/values';

interface Host {
  host?: string | null;
  paths?: { path: string; pathType?: string | null }[] | null;
}

const hostsOf = (hosts: unknown): Host[] => (hosts as Host[] | null | undefined) ?? [];

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
};
