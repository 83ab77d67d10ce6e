import type { ClusterState } from '../cluster-state.ts';
import type { Needs } from '../needs/needs.ts';
import { apiFindings } from './apis.ts';
import { subjects, type Finding, type Severity, type Subject } from './finding.ts';
import { gpuFindings, type Verdicts } from './gpus.ts';
import { ingressFindings } from './ingress.ts';
import { namedObjectFindings } from './named-objects.ts';
import { namespaceFindings } from './namespace.ts';
import { placementFindings } from './placement.ts';
import { rightFindings } from './rights.ts';
import { runtimeClassFindings } from './runtime-class.ts';
import { serverFindings } from './server.ts';
import { storageFindings } from './storage.ts';

export { gpuIds, type GpuVerdict, type Verdicts } from './gpus.ts';

const severities: readonly Severity[] = ['error', 'warning', 'info'];
const order = Object.keys(subjects) as Subject[];

/** What the cluster means for the values: all findings, by subject, the worst of each first. */
export function examine(state: ClusterState, needs: Needs, verdicts: Verdicts): Finding[] {
  const found = [
    ...serverFindings(state, needs),
    ...apiFindings(state, needs),
    ...namespaceFindings(state, needs),
    ...runtimeClassFindings(state, needs),
    ...gpuFindings(state, needs, verdicts),
    ...placementFindings(state, needs),
    ...storageFindings(state, needs),
    ...ingressFindings(state, needs),
    ...namedObjectFindings(state, needs),
    ...rightFindings(state),
  ];
  const rank = ({ subject, severity }: Finding): number => order.indexOf(subject) * 10 + severities.indexOf(severity);
  return found.toSorted((a, b) => rank(a) - rank(b));
}
