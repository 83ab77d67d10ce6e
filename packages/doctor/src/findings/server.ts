import semver from 'semver';
import type { ClusterState } from '../cluster-state.ts';
import type { Needs } from '../needs/needs.ts';
import type { Finding } from './finding.ts';

/** The version of the server against the range of the chart, as Helm compares them. */
export function serverFindings({ server }: ClusterState, { chart, kubeVersion }: Needs): Finding[] {
  const { version } = server;
  const seen = `The server is Kubernetes ${version}.`;
  if (semver.valid(version) === null) return [];
  if (semver.satisfies(version, kubeVersion, { includePrerelease: true }))
    return [{ severity: 'info', subject: 'server', seen }];
  const range = kubeVersion.replace(/-0$/, '');
  const means = `Helm refuses to install ${chart}, which needs ${range}.`;
  return [{ severity: 'error', subject: 'server', seen, means, do: 'Upgrade the cluster.' }];
}
