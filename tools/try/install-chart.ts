import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { HelmClient } from '@archon/testbed/helm-client';
import { Kubectl } from '@archon/testbed/kubectl';

/** The release and namespace of the README. */
export const namespace = 'archon-system';
export const release = 'archon';
export const service = 'service/vllm';

/** The chart to install. */
export const chart = join(repoRoot, 'charts/archon-vllm');

/** The values files, relative to the repository. */
export const valuesFiles = ['tools/try/values.yaml', 'tools/try/small-model-values.yaml'];
export const valuesPaths = valuesFiles.map((file) => join(repoRoot, file));

/** Installs the chart as a user does, in a namespace that admits only restricted pods. */
export async function installChart(kubeconfig: string): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await new Kubectl(kubeconfig).apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
  const values = valuesPaths.map((file) => `--values=${file}`);
  await new HelmClient(kubeconfig, 4).do([
    'upgrade',
    '--install',
    release,
    chart,
    `--namespace=${namespace}`,
    ...values,
  ]);
}
