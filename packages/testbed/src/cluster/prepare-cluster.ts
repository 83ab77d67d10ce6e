import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveTool } from '../go/go-tools.ts';
import { ToolError } from '../process/tool-error.ts';
import { clusterFiles } from './components.ts';
import { crdFolder } from './crds.ts';
import { type FakeNode, fakeNodeObjects } from './fake-nodes.ts';
import { lastLines } from './last-lines.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * Gives a cluster that has just started its nodes, classes and custom resource definitions. The supervisor runs
 * kubectl: `kubectl wait` would go on for a minute after the cluster and we are gone.
 */
export async function prepareCluster(
  supervisor: Supervisor,
  folder: string,
  nodes: readonly FakeNode[],
  defaultClass: 'standard' | 'local',
): Promise<void> {
  const files = clusterFiles(folder);
  const kubectl = async (name: string, ...args: string[]) => {
    const log = join(files.logs, `${name}.log`);
    const command = [resolveTool('kubectl'), `--kubeconfig=${files.kubeconfig}`, ...args];
    const ended = await supervisor.run({ name, args: command, log, env: { HOME: folder, PATH: '/usr/bin:/bin' } });
    if (ended !== 'exit status 0')
      throw new ToolError(`kubectl ${args.join(' ')} failed (${ended}):\n${lastLines(log)}`);
  };
  const list = {
    apiVersion: 'v1',
    kind: 'List',
    items: [...clusterObjects(defaultClass), ...(nodes.length > 0 ? fakeNodeObjects(nodes) : [])],
  };
  writeFileSync(files.objects, JSON.stringify(list));
  const apply = ['apply', '--server-side', '--validate=strict'];
  await Promise.all([
    kubectl('apply-objects', ...apply, `--filename=${files.objects}`),
    kubectl('apply-definitions', ...apply.slice(0, 2), `--filename=${crdFolder()}`),
  ]);
  await Promise.all([
    ...(nodes.length > 0
      ? [kubectl('wait-for-nodes', 'wait', 'nodes', '--all', '--for=condition=Ready', '--timeout=180s')]
      : []),
    kubectl('wait-for-definitions', 'wait', 'crds', '--all', '--for=condition=Established', '--timeout=180s'),
    kubectl('wait-for-account', 'wait', 'serviceaccount/default', '--for=create', '--timeout=180s'),
  ]);
}

/** The objects that an administrator creates in a cluster for GPU workloads. */
const clusterObjects = (defaultClass: 'standard' | 'local'): object[] => [
  { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' }, handler: 'nvidia' },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: isDefault(defaultClass === 'standard') },
    // The controller manager creates and removes folders on this machine. ReadWriteOnce.
    provisioner: 'kubernetes.io/host-path',
    allowVolumeExpansion: true,
  },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local', annotations: isDefault(defaultClass === 'local') },
    // For volumes created by hand, bound when a pod that uses them is scheduled.
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'nginx' },
    spec: { controller: 'k8s.io/ingress-nginx' },
  },
];

const isDefault = (yes: boolean) => ({ 'storageclass.kubernetes.io/is-default-class': String(yes) });
