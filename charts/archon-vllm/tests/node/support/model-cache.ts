import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles } from '@archon/testbed/real-node';
import type { NodeRelease } from './node-release.ts';

/** What was downloaded into the claim of a release: each file, by what changes when it is downloaded again. */
export async function downloadsOf({ node, namespace }: NodeRelease): Promise<Record<string, string>> {
  const claim = await node.kubectl.get('pvc/model-cache', `--namespace=${namespace}`);
  const volume = await node.kubectl.get(`pv/${claim.spec.volumeName}`);
  const folder = volume.spec.local.path.replace('/var/lib/volumes', nodeFiles(node.cluster.folder).volumes);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('/blobs/'));
  return Object.fromEntries(
    files.sort().map((file) => {
      const { ino, size, mtimeMs } = statSync(join(folder, file));
      return [file, `inode ${ino}, ${size} bytes of ${mtimeMs}`];
    }),
  );
}
