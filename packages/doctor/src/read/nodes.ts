import type { V1Container, V1Node, V1Pod } from '@kubernetes/client-node';
import { amountsOf } from '../amounts.ts';
import type { ClusterNode, ClusterPod } from '../cluster-state.ts';
import { podAmounts } from '../pod-requests.ts';
import type { ApiClient } from './api-client.ts';
import { resources } from './resources.ts';

/** The nodes, with what the scheduler looks at. */
export async function readNodes(api: Pick<ApiClient, 'list'>): Promise<ClusterNode[] | undefined> {
  const found = await api.list<V1Node>(resources.nodes);
  return found?.map(({ metadata, spec, status }) => ({
    name: metadata!.name!,
    labels: metadata!.labels ?? {},
    taints: spec?.taints ?? [],
    allocatable: amountsOf(status?.allocatable),
    // Unknown: the kubelet does not report any more. A node of a test may have no conditions; a real one has this one
    ready: (status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'True') === 'True',
    cordoned: spec?.unschedulable ?? false,
  }));
}

/** The pods that hold resources of a node. */
export async function readPods(api: ApiClient): Promise<ClusterPod[] | undefined> {
  const running = '&fieldSelector=status.phase!%3DSucceeded,status.phase!%3DFailed';
  const found = await api.list<V1Pod>(resources.pods, running);
  return found?.map(({ metadata, spec }) => ({
    namespace: metadata!.namespace!,
    name: metadata!.name!,
    ...(spec?.nodeName !== undefined && { node: spec.nodeName }),
    labels: metadata!.labels ?? {},
    requests: podAmounts(
      (spec?.containers ?? []).map(requestsOf),
      (spec?.initContainers ?? []).map(requestsOf),
      amountsOf(spec?.overhead),
    ),
  }));
}

const requestsOf = ({ resources: amounts, restartPolicy }: V1Container) => ({
  amounts: amountsOf(amounts?.requests),
  sidecar: restartPolicy === 'Always',
});
