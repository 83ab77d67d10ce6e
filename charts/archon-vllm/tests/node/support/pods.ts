import type { Kubectl } from '@archon/testbed/kubectl';

/** A pod as Kubernetes reports it, as far as these tests ask. */
export interface PodReport {
  metadata: { name: string; uid: string; creationTimestamp: string; deletionTimestamp?: string };
  status: {
    phase: string;
    podIP?: string;
    conditions: { type: string; status: string; lastTransitionTime: string }[];
    containerStatuses?: {
      ready: boolean;
      restartCount: number;
      state: { running?: { startedAt: string }; waiting?: { reason: string } };
      lastState: { terminated?: { reason: string; exitCode: number } };
    }[];
  };
}

/** The pods in which vLLM runs or will run; not those that are ending. */
export async function servingPods(kubectl: Kubectl, namespace: string): Promise<PodReport[]> {
  const selector = '--selector=pod-template-hash';
  const { items } = await kubectl.get<{ items: PodReport[] }>('pods', `--namespace=${namespace}`, selector);
  // The eviction of a pod, or its refusal by the kubelet, leaves it to be read.
  return items.filter(({ metadata, status }) => !metadata.deletionTimestamp && status.phase !== 'Failed');
}

/** The only one of them. */
export async function onlyPod(kubectl: Kubectl, namespace: string): Promise<PodReport> {
  const pods = await servingPods(kubectl, namespace);
  if (pods.length !== 1) throw new Error(`${pods.length} pods of vLLM, not one`);
  return pods[0]!;
}

/** How the container of vLLM ended last; undefined when it never has. */
export const lastEnd = ({ status }: PodReport) => status.containerStatuses?.[0]?.lastState.terminated;

export const restarts = ({ status }: PodReport): number => status.containerStatuses?.[0]?.restartCount ?? 0;

export const isReady = ({ status }: PodReport): boolean => conditionOf(status, 'Ready')?.status === 'True';

/** Seconds from the start of its container until it was Ready; Kubernetes counts whole ones. */
export function startSeconds({ status }: PodReport): number {
  const started = status.containerStatuses![0]!.state.running!.startedAt;
  return (Date.parse(conditionOf(status, 'Ready')!.lastTransitionTime) - Date.parse(started)) / 1000;
}

const conditionOf = ({ conditions }: PodReport['status'], wanted: string) =>
  conditions.find(({ type }) => type === wanted);

/** `reason: message` of what happened to a pod. */
export async function eventsOf(kubectl: Kubectl, namespace: string, pod: string): Promise<string[]> {
  const { items } = await kubectl.get<{ items: { reason: string; message: string }[] }>(
    'events',
    `--namespace=${namespace}`,
    `--field-selector=involvedObject.name=${pod}`,
  );
  return items.map(({ reason, message }) => `${reason}: ${message}`);
}
