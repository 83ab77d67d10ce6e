import type { Kubectl } from './kubectl.ts';
import type { Supervisor } from './supervisor.ts';
import { until } from './until.ts';

/** An API of metrics that a process on this machine serves. */
export interface AggregatedApi {
  /** `custom.metrics.k8s.io`; its version is v1beta1. */
  group: string;
  /** Of the Service by which the API server finds it. */
  name: string;
  namespace: string;
  /** On 127.0.0.1. */
  port: number;
}

const version = 'v1beta1';
const apiService = (group: string) => `${version}.${group}`;

/**
 * Adds the API to a cluster. The API server reaches it by a Service that is a name outside the cluster, localhost; as it
 * presents no certificate, anyone may read the metrics.
 */
export async function addApi(kubectl: Kubectl, { group, name, namespace, port }: AggregatedApi): Promise<void> {
  await kubectl.apply(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { type: 'ExternalName', externalName: 'localhost' },
    },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: apiService(group) },
      spec: {
        group,
        version,
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name, namespace, port },
      },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: group },
      rules: [
        { apiGroups: [group], resources: ['*'], verbs: ['get', 'list'] },
        // By this the API server finds out whether it is there.
        { nonResourceURLs: [`/apis/${group}/*`], verbs: ['get'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: group },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: group },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:unauthenticated' }],
    },
  );
}

/** Waits until the API server has found the API; `logs` are those of its processes. */
export function untilApiAvailable(
  kubectl: Kubectl,
  supervisor: Supervisor,
  { group, logs }: { group: string; logs: string[] },
): Promise<void> {
  const condition =
    '{.status.conditions[?(@.type=="Available")].status} {.status.conditions[?(@.type=="Available")].message}';
  let found = '';
  const failure = (): string => `${apiService(group)} is not available (${found})`;
  return until(supervisor, { failure, everyMs: 250, logs }, async () => {
    found = (await kubectl.run(['get', 'apiservice', apiService(group), '-o', `jsonpath=${condition}`])).stdout;
    return found.startsWith('True');
  });
}

/** Takes the API out of the cluster. */
export async function removeApi(kubectl: Kubectl, group: string): Promise<void> {
  await kubectl.run(['delete', 'apiservice', apiService(group), '--ignore-not-found']);
}
