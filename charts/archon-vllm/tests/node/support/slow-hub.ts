import { join } from 'node:path';
import { cacheDir } from '@archon/testbed/cache-dir';
import { nodeComponents } from '@archon/testbed/node-components';
import { realNode } from '@archon/testbed/real-node';
import type { TestNode } from '@archon/engine/testing/test-node';

/** Starts a second hub next to the node's, which delays each file; returns its address. */
export async function startSlowHub({ cluster, node }: TestNode, delaySeconds: number): Promise<string> {
  const [served] = node.servers!;
  const hub = nodeComponents(cluster.folder, node).servers[0]!;
  const port = served!.port + 1;
  const args = hub.args.map((arg) => (arg.startsWith('--port=') ? `--port=${port}` : arg));
  const log = join(cluster.folder, 'logs/slow-hub.log');
  const env = { ...hub.env, ARCHON_CACHE_DIR: cacheDir() };
  await cluster.supervisor.start({
    ...hub,
    name: 'slow-hub',
    args: [...args, `--delay=${delaySeconds * 1000}`],
    log,
    env,
  });
  return `http://${realNode.address}:${port}`;
}
