import type { ClusterState } from '../cluster-state.ts';
import type { Needs, PodNeeds, ServerNeeds } from '../needs/needs.ts';
import type { Finding } from './finding.ts';
import { securityViolations, type Level } from './pod-security.ts';
import { limitFindings, quotaFindings, type OwnObjects } from './quotas.ts';

/** The namespace: whether it exists, its Pod Security level, its quotas and its limits. */
export function namespaceFindings(state: ClusterState, { server }: Needs): Finding[] {
  const { namespace } = state;
  if (namespace.exists === false)
    return [
      {
        severity: 'info',
        subject: 'namespace',
        seen: `The namespace ${namespace.name} does not exist.`,
        do: 'helm install --create-namespace makes it.',
      },
    ];
  if (!server) return [];
  // OpenShift's own admission chooses user ids, and labels its namespaces itself
  return [
    ...securityFindings(state, server.pod),
    ...quotaFindings(namespace, server, ownObjects(state, server)),
    ...limitFindings(namespace, server),
  ];
}

/** The pods of the chart in the namespace, and the claim of the release. */
function ownObjects({ pods, namespace, objects }: ClusterState, { claim }: ServerNeeds): OwnObjects {
  const own = pods?.filter(
    (pod) => pod.namespace === namespace.name && pod.labels['app.kubernetes.io/name'] === 'archon-vllm',
  );
  const there = claim?.name === undefined ? undefined : objects.get(`PersistentVolumeClaim/${claim.name}`);
  return { ...(own && { pods: own }), ...(there && { claim: there.claim ?? null }) };
}

/** What the namespace refuses, and what it only warns of where that is another level. */
function securityFindings({ namespace }: ClusterState, pod: PodNeeds): Finding[] {
  const levelOf = (mode: string): string | undefined => namespace.labels[`pod-security.kubernetes.io/${mode}`];
  const modes = levelOf('warn') === levelOf('enforce') ? (['enforce'] as const) : (['enforce', 'warn'] as const);
  return modes.flatMap((mode): Finding[] => {
    const level = levelOf(mode);
    if (level !== 'baseline' && level !== 'restricted') return [];
    const violations = securityViolations(pod, level satisfies Level);
    const base = {
      subject: 'namespace',
      seen: `The namespace ${namespace.name} has Pod Security ${mode}: ${level}.`,
    } as const;
    if (violations.length === 0) return [{ ...base, severity: 'info', means: 'These values pass it.' }];
    return [
      {
        ...base,
        severity: mode === 'enforce' ? 'error' : 'warning',
        path: violations[0]!.path,
        means: `${mode === 'enforce' ? 'The API server refuses the pods' : 'The API server warns'}: ${violations.map(({ text }) => text).join('; ')}.`,
        set: Object.assign({}, ...violations.map(({ set }) => set ?? {})) as Record<string, unknown>,
        do: 'Change the values, or the label of the namespace.',
      },
    ];
  });
}
