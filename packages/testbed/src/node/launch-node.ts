import { mkdirSync } from 'node:fs';
import { cacheDir } from '../process/cache-dir.ts';
import { resolveTool } from '../go/go-tools.ts';
import type { ClusterPorts } from '../cluster/components.ts';
import { Supervisor } from '../cluster/supervisor.ts';
import type { RealNode } from './real-node.ts';
import { nodeRoot, resolveRootFilesystem } from './root-filesystem.ts';
import { writeNamespaceFile } from './namespace-file.ts';

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
