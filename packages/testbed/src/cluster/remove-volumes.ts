import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// Kubernetes' host-path provisioner creates its folders here, whatever TMPDIR is.
const provisioned = '/tmp/hostpath_pv/';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Removes the folders that the cluster's provisioner has made on this machine. Their names are read from the bytes of
 * etcd's data (it stores them as they are), because an API server that has died has no answer. Call it when nothing of
 * the cluster runs any more.
 */
export function removeVolumes(etcdData: string): void {
  if (!existsSync(etcdData)) return;
  const files = readdirSync(etcdData, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files)
    for (const volume of volumesNamedIn(readFileSync(join(parentPath, name))))
      rmSync(join(provisioned, volume), { recursive: true, force: true });
}

/** The volumes named in a file of etcd. */
function volumesNamedIn(data: Buffer): Set<string> {
  const found = new Set<string>();
  for (let at = data.indexOf(provisioned); at !== -1; at = data.indexOf(provisioned, at + 1)) {
    const name = data.toString('latin1', at + provisioned.length, at + provisioned.length + 36);
    if (uuid.test(name)) found.add(name);
  }
  return found;
}
