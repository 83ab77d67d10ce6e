import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What enforces NetworkPolicies in the kernel: each module, the file in which it shows, and its name there. */
const modules: [module: string, file: string, name?: string][] = [
  ['nfnetlink_queue', 'net/netfilter/nfnetlink_queue'],
  ['br_netfilter', 'sys/net/bridge/bridge-nf-call-iptables'],
  ['iptable_mangle', 'net/ip_tables_names'],
  ['xt_conntrack', 'net/ip_tables_matches', 'conntrack'],
  ['xt_NFQUEUE', 'net/ip_tables_targets', 'NFQUEUE'],
];

/** Why no real node of this machine can enforce NetworkPolicies; undefined when it seems possible. */
export function whyNoNetworkPolicies(proc = '/proc'): string | undefined {
  const missing = modules.filter(([, file, name]) => !shows(join(proc, file), name)).map(([module]) => module);
  if (missing.length === 0) return undefined;
  // A node changes nothing on its machine, so it loads no module.
  const names = missing.join(' ');
  return `it enforces NetworkPolicies by NFQUEUE, and the kernel has not loaded ${names}; try: modprobe --all ${names}`;
}

function shows(file: string, name: string | undefined): boolean {
  if (!existsSync(file)) return false;
  return name === undefined || readFileSync(file, 'utf8').split('\n').includes(name);
}
