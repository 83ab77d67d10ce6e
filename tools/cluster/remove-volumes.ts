import { rmSync } from 'node:fs';
import type { Kubectl } from './kubectl.ts';

// Kubernetes' host-path provisioner makes its folders here, whatever TMPDIR says.
const provisioned = /^\/tmp\/hostpath_pv\/[^/]+$/;

/** Removes the folders that the cluster's provisioner has made on this machine; a cluster that is gone has none to name. */
export async function removeVolumes(kubectl: Kubectl): Promise<void> {
  const { code, stdout } = await kubectl.run(['get', 'pv', '--output=json', '--request-timeout=5s']);
  if (code !== 0) return;
  const volumes = JSON.parse(stdout) as { items: { spec: { hostPath?: { path: string } } }[] };
  for (const { spec } of volumes.items) {
    if (provisioned.test(spec.hostPath?.path ?? '')) rmSync(spec.hostPath!.path, { recursive: true, force: true });
  }
}
