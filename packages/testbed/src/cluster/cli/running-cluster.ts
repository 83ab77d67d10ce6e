import { existsSync } from 'node:fs';
import { ToolError } from '../../process/tool-error.ts';
import type { ClusterPorts } from '../components.ts';
import type { FakeNode } from '../fake-nodes.ts';
import type { RealNodeContent } from '../../node/real-node.ts';
import { formatNodes } from './options.ts';
import { clusterFolder, type ClusterState, endedProcesses, isRunning, readState } from '../state/cluster-state.ts';
import { endCluster } from '../state/end-cluster.ts';
import { identifyProcess } from '../../process/process-identity.ts';

/** What the user requires of a cluster; undefined where anything is accepted. */
export interface ClusterRequest {
  name: string;
  nodes?: readonly FakeNode[] | undefined;
  real?: { gpus: number; content: RealNodeContent } | undefined;
  /** The fake nodes that it gets where anything is accepted. */
  defaultNodes?: readonly FakeNode[];
  ports: Partial<ClusterPorts>;
}

/**
 * The cluster of that name when it is up already, and is what the user asks for. What one that is gone has left is
 * removed first. Needs the cluster's lock.
 */
export async function runningCluster(
  request: ClusterRequest,
  say: (text: string) => void,
): Promise<ClusterState | undefined> {
  const { name } = request;
  const state = readState(name);
  if (state && isRunning(state)) {
    requireSame(state, request);
    return state;
  }
  if (!existsSync(clusterFolder(name))) return undefined;
  say(state ? whatIsStale(state) : `An earlier start of "${name}" was interrupted: removing its files.`);
  await endCluster(name);
  return undefined;
}

/** `"default" was up since …, but …` */
function whatIsStale({ name, startedAt, supervisor: { pid } }: ClusterState): string {
  const fate = identifyProcess(pid) ? `pid ${pid} is another process now` : `its supervisor (pid ${pid}) is gone`;
  return `"${name}" was started ${startedAt}, but ${fate}: removing its files.`;
}

function requireSame(state: ClusterState, { name, nodes, real, ports }: ClusterRequest): void {
  const down = `Stop it first (npm run cluster -- down --name ${name}), or start another (--name <other>).`;
  const has = formatNodes(state);
  const asked = nodes || real ? formatNodes({ nodes, real }) : has;
  if (asked !== has)
    throw new ToolError(`"${name}" is already running with other nodes: ${has}, not ${asked}.\n${down}`);
  for (const [part, port] of Object.entries(ports)) {
    const actual = state.ports[part as keyof ClusterPorts];
    if (actual !== port)
      throw new ToolError(`"${name}" is already running, with its ${part} on port ${actual}.\n${down}`);
  }
  const ended = endedProcesses(state).map((each) => each.name);
  if (ended.length > 0)
    throw new ToolError(
      `"${name}" is running, but ${ended.join(' and ')} ended by itself (npm run cluster -- status shows its log).\n${down}`,
    );
}
