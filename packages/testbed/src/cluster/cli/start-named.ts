import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterMiB, describeBuild, planBuild } from '../build/build-plan.ts';
import { buildPrograms } from '../build/build-programs.ts';
import { requireSpace } from '../../process/disk-space.ts';
import { clusterFiles, type ClusterPorts } from '../components.ts';
import type { FakeNode } from '../fake-nodes.ts';
import { launchNode } from '../../node/start-node.ts';
import { type Cluster, startCluster } from '../start-cluster.ts';
import { type ClusterLock, lockFile } from '../state/cluster-lock.ts';
import { clusterFolder, type ClusterState, endedFile, writeState } from '../state/cluster-state.ts';
import { endCluster } from '../state/end-cluster.ts';
import { identifyProcess } from '../../process/process-identity.ts';
import { Supervisor } from '../supervisor.ts';
import type { Progress } from './progress.ts';
import type { ClusterRequest } from './running-cluster.ts';
import { ToolError } from '../../process/tool-error.ts';
import { portOwner } from '../port-owner.ts';
import { whyNotFree } from '../ports.ts';

/** A cluster with a name; it ends with this process unless `stay` is called. */
export interface NamedCluster {
  state: ClusterState;
  /** Records it, so that `cluster status` and `down` find it, and keeps it running when this process ends. */
  stay(): Promise<void>;
  /** Stops it, and removes what it has written. */
  end(): Promise<void>;
}

interface Circumstances {
  lock: ClusterLock;
  signal: AbortSignal;
  progress: Progress;
}

/** Builds what is missing, starts a cluster and leaves it running. */
export async function startAndStay(request: ClusterRequest, circumstances: Circumstances): Promise<ClusterState> {
  const { state, stay } = await startNamed(request, circumstances);
  await stay();
  return state;
}

/**
 * Builds what is missing and starts a cluster. When that fails, or is interrupted, nothing of it is left; when this
 * process is killed, the supervisor sees to that.
 */
export async function startNamed(
  request: ClusterRequest,
  { lock, signal, progress }: Circumstances,
): Promise<NamedCluster> {
  const { name, ports, real } = request;
  const nodes = request.nodes ?? request.defaultNodes ?? [];
  const folder = clusterFolder(name);
  await requireFreePorts(ports);
  const plan = planBuild(real?.content);
  const space = { folder, mib: clusterMiB, what: 'the cluster' };
  requireSpace([...(plan?.needs ?? []), space], `${plan ? 'build and ' : ''}start a cluster`);
  if (plan) describeBuild(plan).forEach((line) => progress.say(line));
  let supervisor: Supervisor | undefined;
  const close = async () => void (await supervisor?.close());
  const end = async () => {
    await close();
    await endCluster(name);
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    supervisor = await Supervisor.launch({ log: join(folder, 'supervisor.log') });
    lock.share(supervisor.pid);
    supervisor.removeWithOwner([folder, lockFile(name)]);
    signal.addEventListener('abort', close);
    await throwIfAborted(signal);
    if (plan) await buildPrograms(supervisor, folder, { real: real?.content, say: (line) => progress.say(line) });
    const node = real?.content.prepare(real);
    const launch = async (chosen: ClusterPorts) => {
      if (!node) return supervisor!;
      await close();
      const options = { ports: chosen, log: join(folder, 'supervisor.log'), remove: [folder, lockFile(name)] };
      supervisor = await launchNode(folder, node, options);
      lock.share(supervisor.pid);
      supervisor.removeWithOwner(options.remove);
      return supervisor;
    };
    const onStep = (step: string) => progress.step(step);
    const cluster = await startCluster({ folder, nodes, ports, real: node, launch, onStep });
    const state = stateOf(request, cluster, nodes);
    await throwIfAborted(signal);
    progress.end();
    const stay = async () => {
      try {
        writeState(state);
        await cluster.supervisor.stay(endedFile(name));
        cluster.supervisor.throwIfDead();
        await throwIfAborted(signal);
      } catch (error) {
        await end();
        throw error;
      }
    };
    return { state, stay, end };
  } catch (error) {
    progress.end(false);
    await end();
    await throwIfAborted(signal);
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
  }
}

/** A signal that arrives during synchronous work is only handled afterwards. */
async function throwIfAborted(signal: AbortSignal): Promise<void> {
  await delay(5);
  signal.throwIfAborted();
}

function stateOf(
  { name, real }: ClusterRequest,
  { supervisor, folder, ports, kubeconfig }: Cluster,
  nodes: readonly FakeNode[],
): ClusterState {
  const { logs } = clusterFiles(folder);
  const processes = [...supervisor.pids].flatMap(([process, pid]) => {
    const identity = identifyProcess(pid);
    return identity ? [{ ...identity, name: process, log: join(logs, `${process}.log`) }] : [];
  });
  const identity = identifyProcess(supervisor.pid);
  supervisor.throwIfDead();
  return {
    name,
    startedAt: new Date().toISOString(),
    supervisor: identity!,
    processes,
    ports,
    nodes: [...nodes],
    ...(real && { real: { gpus: real.gpus } }),
    kubeconfig,
  };
}

/** Throws for ports that are taken, with the process that listens there. Called before anything starts. */
export async function requireFreePorts(requested: Partial<ClusterPorts>): Promise<void> {
  for (const [name, port] of Object.entries(requested)) {
    const option = name === 'api' ? '--port' : '--registry-port';
    const reason = await whyNotFree(port);
    if (reason === 'EADDRINUSE') {
      const owner = portOwner(port) ?? 'a process of another user';
      throw new ToolError(
        `${option} ${port}: the port is used by ${owner}. Stop it, or choose another port. Without ${option}, a free port is chosen.`,
      );
    }
    if (reason === 'EACCES')
      throw new ToolError(`${option} ${port}: this user may not listen there. Any user may from port 1024 on.`);
    if (reason !== undefined) throw new ToolError(`${option} ${port}: cannot listen there (${reason}).`);
  }
}
