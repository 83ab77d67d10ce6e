import { chooseFromCluster, type ClusterChoice } from '@archon/doctor/choose-from-cluster';
import { readCluster } from '@archon/doctor/read-cluster';
import type { Gpu } from '@archon/sizing/catalog-types';
import { modelOf } from './charts.ts';

/** Which cluster, as the flags say. */
interface ChoiceOptions {
  kubeconfig?: string;
  kubeContext?: string;
}

/** What the cluster of a kubeconfig decides; `gpu` is the one that the user names. */
export async function readChoice(
  { kubeconfig, kubeContext }: ChoiceOptions,
  gpu: Gpu | undefined,
): Promise<ClusterChoice> {
  const { root } = modelOf().model;
  const options = {
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(kubeContext !== undefined && { context: kubeContext }),
  };
  return chooseFromCluster(
    await readCluster(options, { chart: root.name, kubeVersion: root.kubeVersion, apis: [], customMetrics: false }),
    gpu,
  );
}
