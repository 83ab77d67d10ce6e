import type { Kubectl } from '../cluster/kubectl.ts';
import type { Supervisor } from '../cluster/supervisor.ts';
import { lastLines } from '../cluster/last-lines.ts';
import { ToolError } from '../process/tool-error.ts';
import { nodeComponents } from './node-components.ts';
import { realNodeObjects } from './node-objects.ts';
import { type RealNode, realNode } from './real-node.ts';

/** Starts the parts of a real node after its control plane, and waits until pods can run there. */
export async function startNode(
  { supervisor, kubectl }: { supervisor: Supervisor; kubectl: Kubectl },
  folder: string,
  node: RealNode,
): Promise<void> {
  const parts = nodeComponents(folder, node);
  await supervisor.start(parts.containerd);
  const added = await supervisor.run(parts.images);
  if (added !== 'exit status 0')
    throw new ToolError(`The images of the real node could not be added (${added}):\n${lastLines(parts.images.log)}`);
  await kubectl.apply(...realNodeObjects(node));
  for (const name of ['kubelet', 'coredns', 'proxy', 'devicePlugin'] as const) await supervisor.start(parts[name]);
  const wait = (...args: string[]) => kubectl.do(['wait', `node/${realNode.name}`, ...args, '--timeout=60s']);
  for (const server of parts.servers) await supervisor.start(server);
  await wait('--for=create');
  await wait('--for=condition=Ready');
  if (node.gpus > 0) await wait(String.raw`--for=jsonpath={.status.allocatable.nvidia\.com/gpu}=${node.gpus}`);
  supervisor.throwIfDead();
}
