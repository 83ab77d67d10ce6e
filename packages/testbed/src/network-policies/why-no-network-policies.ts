import { existsSync, readFileSync } from 'node:fs';

/** What enforces NetworkPolicies in the kernel: a module, and where it shows. */
const modules: [name: string, isThere: () => boolean][] = [
  ['nfnetlink_queue', () => existsSync('/proc/net/netfilter/nfnetlink_queue')],
  ['br_netfilter', () => existsSync('/proc/sys/net/bridge/bridge-nf-call-iptables')],
  ['iptable_mangle', () => existsSync('/proc/net/ip_tables_names')],
  ['xt_conntrack', () => listed('/proc/net/ip_tables_matches', 'conntrack')],
  ['xt_NFQUEUE', () => listed('/proc/net/ip_tables_targets', 'NFQUEUE')],
];

/** Why no real node of this machine can enforce NetworkPolicies; undefined when it seems possible. */
export function whyNoNetworkPolicies(): string | undefined {
  const missing = modules.filter(([, isThere]) => !isThere()).map(([name]) => name);
  if (missing.length === 0) return undefined;
  // A node changes nothing on its machine, so it loads none.
  return `to enforce NetworkPolicies its kernel needs ${missing.join(', ')}; where these are modules: modprobe --all ${missing.join(' ')}`;
}

const listed = (file: string, name: string): boolean =>
  existsSync(file) && readFileSync(file, 'utf8').split('\n').includes(name);
