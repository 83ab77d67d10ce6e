import type { ClusterState, MissingRight } from '../cluster-state.ts';
import { groupBy } from '../group-by.ts';
import type { Finding, RbacRule } from './finding.ts';

/** What each resource is read for. */
const uses: Readonly<Record<string, string>> = {
  nodes: 'GPUs, labels and taints of the nodes are unknown',
  pods: 'which GPUs are free is unknown',
  namespaces: 'the Pod Security level of the namespace is unknown',
  runtimeclasses: 'whether the RuntimeClass exists is unknown',
  storageclasses: 'whether the claim gets a volume is unknown',
  csidrivers: 'whether a volume takes the group of the pod is unknown',
  ingressclasses: 'whether anything serves the Ingress is unknown',
  priorityclasses: 'whether the priority class exists is unknown',
  resourcequotas: 'whether the quota admits the pod is unknown',
  limitranges: 'whether limits of the namespace admit the pod is unknown',
  secrets: 'whether the Secret exists and has the key is unknown',
  configmaps: 'whether the ConfigMap exists is unknown',
  serviceaccounts: 'whether the service account exists is unknown',
  persistentvolumeclaims: 'whether the claim fits is unknown',
};

/** A finding for each right that was missing; those of one resource are together. */
export function rightFindings({ missingRights }: ClusterState): Finding[] {
  const byResource = groupBy(
    missingRights,
    ({ verb, group, resource, namespace = '' }) => `${group}/${resource}/${namespace}/${verb}`,
  );
  return [...byResource.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, rights]) => missing(rights[0]!, rights.flatMap(({ name }) => name ?? []).toSorted()));
}

function missing({ verb, group, resource, namespace }: MissingRight, names: readonly string[]): Finding {
  // a namespace is an object of the cluster, so a right on one by its name is too
  const rule: RbacRule = {
    role: namespace === undefined ? 'ClusterRole' : 'Role',
    apiGroups: [group],
    resources: [resource],
    ...(names.length > 0 && { resourceNames: names }),
    verbs: [verb],
  };
  const what = `${resource}${group === '' ? '' : `.${group}`}`;
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const which = names.length > 0 ? ` (${names.join(', ')})` : '';
  return {
    severity: 'warning',
    subject: 'rights',
    seen: `You may not ${verb} ${what}${which}${where}.`,
    means: `Not checked: ${uses[resource] ?? 'it is unknown'}.`,
    rule,
  };
}
