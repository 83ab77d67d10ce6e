import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whyNoNetworkPolicies } from './why-no-network-policies.ts';

const files = {
  'net/netfilter/nfnetlink_queue': '',
  'sys/net/bridge/bridge-nf-call-iptables': '1\n',
  'net/ip_tables_names': '',
  'net/ip_tables_matches': 'addrtype\nconntrack\n',
  'net/ip_tables_targets': 'NFLOG\nNFQUEUE\n',
};

describe('whyNoNetworkPolicies', () => {
  let proc: string;
  const write = (contents: Record<string, string>) => {
    for (const [file, text] of Object.entries(contents)) {
      mkdirSync(dirname(join(proc, file)), { recursive: true });
      writeFileSync(join(proc, file), text);
    }
  };
  beforeEach(() => void (proc = mkdtempSync(join(tmpdir(), 'archon-proc-'))));
  afterEach(() => rmSync(proc, { recursive: true }));

  it('should have no reason where the kernel has all that it takes', () => {
    write(files);
    expect(whyNoNetworkPolicies(proc)).toBeUndefined();
  });

  it('should name each module that is missing, and how to load it', () => {
    write({ ...files, 'net/ip_tables_targets': 'NFLOG\n' });
    expect(whyNoNetworkPolicies(proc)).toContain('has not loaded xt_NFQUEUE; try: modprobe --all xt_NFQUEUE');
    rmSync(join(proc, 'net'), { recursive: true });
    expect(whyNoNetworkPolicies(proc)).toMatch(/--all nfnetlink_queue iptable_mangle xt_conntrack xt_NFQUEUE$/);
  });
});
