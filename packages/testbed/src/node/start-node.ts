import { mkdirSync } from 'node:fs';
import type { Kubectl } from '../cluster/kubectl.ts';
import { Supervisor } from '../cluster/supervisor.ts';
import { lastLines } from '../cluster/last-lines.ts';
import { ToolError } from '../process/tool-error.ts';
import { nodeComponents } from './node-components.ts';
import { realNodeObjects } from './node-objects.ts';
import { type RealNode, realNode } from './real-node.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { resolveTool } from '../go/go-tools.ts';
import type { ClusterPorts } from '../cluster/components.ts';
import { nodeRoot, resolveRootFilesystem } from './root-filesystem.ts';
import { writeNamespaceFile } from './namespace-file.ts';

/** Starts the parts of a real node after its control plane, and waits until pods can run there. */
export async function startNode(
  { supervisor, kubectl, ports }: { supervisor: Supervisor; kubectl: Kubectl; ports: ClusterPorts },
  folder: string,
  node: RealNode,
): Promise<void> {
  const parts = nodeComponents(folder, node);
  await supervisor.start(parts.containerd);
  const added = await supervisor.run(parts.images);
  if (added !== 'exit status 0')
    throw new ToolError(`The images of the real node could not be added (${added}):\n${lastLines(parts.images.log)}`);
  await kubectl.apply(...realNodeObjects(node, ports.registry));
  for (const name of ['kubelet', 'coredns', 'proxy', 'devicePlugin'] as const) await supervisor.start(parts[name]);
  const wait = (...args: string[]) => kubectl.do(['wait', `node/${realNode.name}`, ...args, '--timeout=180s']);
  for (const server of parts.servers) await supervisor.start(server);
  await wait('--for=create');
  await wait('--for=condition=Ready');
  if (node.gpus > 0) await wait(String.raw`--for=jsonpath={.status.allocatable.nvidia\.com/gpu}=${node.gpus}`);
  supervisor.throwIfDead();
}

interface LaunchOptions {
  /** Ports of this machine that are forwarded to the same ports of the node. */
  ports: Pick<ClusterPorts, 'api' | 'registry'>;
  /** The folders to remove when this process ends before `stay()`. */
  remove?: readonly string[];
  log?: string;
}

/** A supervisor whose processes run in the namespaces of a real node; when it ends, the whole node ends. */
export async function launchNode(folder: string, node: RealNode, options: LaunchOptions): Promise<Supervisor> {
  const root = resolveRootFilesystem(nodeRoot);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { ports, remove = [], log } = options;
  const { servers = [], images = [] } = node;
  const readOnly = [cacheDir(), ...servers.flatMap(({ reads }) => reads), ...images.flatMap(({ layers }) => layers)];
  const file = writeNamespaceFile(folder, { root, ports: [ports.api, ports.registry], readOnly, remove });
  return Supervisor.launch({ within: [resolveTool('node-namespace'), file], ...(log !== undefined && { log }) });
}
