import { describe, expect, it } from 'vitest';
import { clusterComponents, type ClusterPorts, type ClusterPrograms, portNames } from './components.ts';

const ports = Object.fromEntries(portNames.map((name, index) => [name, 20_000 + index])) as unknown as ClusterPorts;
const names = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok', 'registry'] as const;
const programs = Object.fromEntries(names.map((name) => [name, `/programs/${name}`])) as ClusterPrograms;
const components = Object.values(clusterComponents('/folder', ports, programs));

describe('clusterComponents', () => {
  it('should start every part by its absolute path, with its own log', () => {
    expect(components.map(({ args }) => args[0])).toEqual(names.map((name) => `/programs/${name}`));
    expect(new Set(components.map(({ log }) => log)).size).toBe(names.length);
  });

  it('should give no part an address beyond this machine', () => {
    const addresses = components.flatMap(({ args }) => args.join(' ').match(/\b\d+\.\d+\.\d+\.\d+(\/\d+)?/g) ?? []);
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1', '10.96.0.0/16']));
    // They would listen on all addresses without; the registry listens on localhost by itself.
    for (const name of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'])
      expect(components.find((each) => each.name === name)!.args).toContain('--bind-address=127.0.0.1');
  });

  it('should use each port', () => {
    const text = components.flatMap(({ args }) => args).join(' ');
    for (const name of portNames) expect(text).toContain(String(ports[name]));
  });
});
