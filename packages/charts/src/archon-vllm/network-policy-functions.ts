import type { FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';

type Peer = Record<string, unknown>;
interface NetworkPolicy {
  clients?: Peer[] | null;
  controllers?: Peer[] | null;
  monitoring?: Peer[] | null;
  modelSource?: { peers?: Peer[] | null } | null;
  collector?: Peer[] | null;
  extraIngress?: { from?: Peer[] | null }[] | null;
  extraEgress?: { to?: Peer[] | null }[] | null;
}

function problemsOf(list: string, peer: Peer): string[] {
  const keys = Object.keys(peer);
  if (keys.length === 0)
    return [`A peer of ${list} is empty, which Kubernetes refuses. podSelector: {} is all pods of the namespace.`];
  return keys.length > 1 && keys.includes('ipBlock')
    ? [`A peer of ${list} has an ipBlock and a selector, which Kubernetes refuses. Write two peers.`]
    : [];
}

/** The Hub, and where it stores weights: a `*` of Cilium is no more than one label. */
const HUB_HOSTS = ['huggingface.co', '*.huggingface.co', '*.hf.co', '*.*.hf.co', '*.*.*.hf.co'];

/** What expressions ask of `networkPolicy`, in TypeScript and, as a named template, in Helm. */
export const networkPolicyFunctions: FunctionTable = {
  /** What Kubernetes refuses of peers, in sentences. */
  peerProblems: listOf('peerProblems', 1, (policy: NetworkPolicy) => {
    const { clients, controllers, monitoring, modelSource, collector, extraIngress, extraEgress } = policy;
    const lists = {
      clients,
      controllers,
      monitoring,
      'modelSource.peers': modelSource?.peers,
      collector,
      extraIngress: extraIngress?.flatMap(({ from }) => from ?? []),
      extraEgress: extraEgress?.flatMap(({ to }) => to ?? []),
    };
    return Object.entries(lists).flatMap(([name, peers]) => (peers ?? []).flatMap((peer) => problemsOf(name, peer)));
  }),
  /** Host names of what the pods contact: those that are given, or that of the Hub's endpoint, or the Hub's own. */
  sourceHosts: listOf('sourceHosts', 3, (hosts: string[] | null, endpoint?: string | null, stats?: boolean) => {
    const [, host] = /^https?:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:@]*)/.exec(endpoint ?? '') ?? [];
    const source = hosts?.length ? hosts : host ? [host] : HUB_HOSTS;
    return [...source, ...(stats ? ['stats.vllm.ai'] : [])];
  }),
  /** Those that no name of DNS outside of the cluster is: addresses, and Services. */
  hostsInside: listOf('hostsInside', 1, (hosts: string[] | null) =>
    (hosts ?? []).filter((host) => /^\[|^[0-9.]+$|^[^.*]+$|\.svc(\.|$)/.test(host)),
  ),
  /** The port of an address, where it is not one of ports; an address without a port has that of its scheme. */
  closedPort: {
    arity: [2, 2],
    returns: 'string',
    evaluate: ([address, ports]) => {
      const url = (address as string | null | undefined) ?? '';
      const [, port] = /^https?:\/\/(?:[^/?#]*@)?(?:\[[^\]]*\]|[^/?#:@]*):([0-9]+)/.exec(url) ?? [];
      const used = port ?? (url.startsWith('http://') ? '80' : '443');
      return url && !(ports as number[]).map(String).includes(used) ? used : '';
    },
    emit: ([address, ports], { include }) => include('closedPort', address!.raw, ports!.raw),
  },
};
