import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nodeFiles, realNode } from './real-node.ts';

/** The control group of all processes of its pods; two clusters must not share one. */
export function cgroupName(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  return `archon-${basename(folder)
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .slice(0, 40)}-${hash}`;
}

/** Writes the configuration of the node's namespaces. */
export function writeNamespaceFile(
  folder: string,
  {
    root,
    ports,
    readOnly,
    remove,
  }: { root: string; ports: number[]; readOnly: readonly string[]; remove: readonly string[] },
): string {
  const file = nodeFiles(folder).namespace;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const config = {
    folder,
    root,
    readOnly,
    ports,
    cgroup: cgroupName(folder),
    hostname: realNode.name,
    certificates: join(folder, 'certificates'),
    network: {
      bridge: realNode.bridge,
      address: `${realNode.address}/${realNode.prefixLength}`,
      services: realNode.serviceRange,
    },
    sysctls: kubeletSysctls,
    remove,
  };
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`);
  return file;
}

/** Settings of the whole kernel, below /proc/sys, that the kubelet writes. */
// k8s.io/kubernetes/pkg/kubelet/cm/container_manager_linux.go, setupKernelTunables (1.37).
export const kubeletSysctls = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];

const hierarchies = '/sys/fs/cgroup';

/** Removes the empty control groups of a node whose own program was killed before it could. */
export const removeCgroups = (name: string): void => cgroupsOf(name).forEach(removeGroup);

/** The control groups of that name, one in each hierarchy. */
export function cgroupsOf(name: string): string[] {
  if (!existsSync(hierarchies)) return [];
  const each = ['', ...readdirSync(hierarchies)].map((hierarchy) => join(hierarchies, hierarchy, name));
  return each.filter((group) => existsSync(group));
}

/** Its files belong to the kernel: only folders can be removed, the deepest first. */
function removeGroup(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroup(join(group, entry.name));
  rmdirSync(group);
}
