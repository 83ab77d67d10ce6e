import type { FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';

interface Host {
  host?: string | null;
  allowAnonymous?: boolean | null;
  paths?: { path: string; pathType?: string | null }[] | null;
}

const hostsOf = (hosts: unknown): Host[] => (hosts as Host[] | null | undefined) ?? [];

/** Whether a host is another one, or a wildcard for its first label. */
const covers = (host: string, other: string): boolean =>
  host === other || (host.startsWith('*.') && domainOf(host) === domainOf(other));
const domainOf = (host: string): string => host.replace(/^[^.]*/, '');

/** What expressions ask of `ingress.hosts`, in TypeScript and, as named templates, in Helm. */
export const ingressFunctions: FunctionTable = {
  /** The first path of the first host, without a slash at its end: where the API is. */
  apiPath: {
    arity: [1, 1],
    returns: 'string',
    evaluate: ([hosts]) => (hostsOf(hosts)[0]?.paths?.[0]?.path ?? '/v1').replace(/\/$/, ''),
    emit: ([hosts], { include }) => include('apiPath', hosts!.raw),
  },
  /** Paths that begin a tree of routes and are matched exactly, so that no route of vLLM is reached. */
  exactTrees: listOf('exactTrees', 1, (hosts) =>
    hostsOf(hosts)
      .flatMap(({ paths }) => paths ?? [])
      .filter(({ path, pathType }) => pathType === 'Exact' && /^\/$|\/v1\/?$/.test(path))
      .map(({ path }) => path),
  ),
  /** Hosts by which clients need a key, or which leave that to apiKey.allowAnonymous. */
  hostsWithKey: listOf('hostsWithKey', 1, (hosts) =>
    hostsOf(hosts)
      .filter(({ allowAnonymous }) => !allowAnonymous)
      .map(({ host }) => host ?? ''),
  ),
  /** Hosts of certificates that no rule of the Ingress is for. */
  tlsStrangers: listOf('tlsStrangers', 2, (hosts, certificates: { hosts?: string[] | null }[] | null | undefined) => {
    const known = hostsOf(hosts).map(({ host }) => host ?? '');
    const named = (certificates ?? []).flatMap((one) => one.hosts ?? []);
    return named.filter((name) => !known.some((host) => host === '' || covers(host, name) || covers(name, host)));
  }),
};
