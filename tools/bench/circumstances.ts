import { cpus, totalmem } from 'node:os';
import { moduleVersion } from '@archon/testbed/go';

/** What a reader needs to know about the machine; no name of a host or a path. */
export function circumstances(rounds: number): Record<string, string> {
  const cores = cpus();
  return {
    Date: new Date().toISOString().slice(0, 10),
    Machine: `${cores.length} cores of ${cores[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    Node: process.version,
    Helm: ['helm.sh/helm/v4', 'helm.sh/helm/v3'].map((module) => moduleVersion(module)).join(' and '),
    Runs: `${rounds} of each`,
  };
}
