import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterMiB, describeBuild, planBuild } from '../build/build-plan.ts';
import { buildPrograms } from '../build/build-programs.ts';
import { demandSpace } from '../build/disk-space.ts';
import { clusterFiles } from '../components.ts';
import type { GpuNode } from '../gpu-nodes.ts';
import { type Cluster, defaultNodes, startCluster } from '../start-cluster.ts';
import { type ClusterLock, lockFile } from '../state/cluster-lock.ts';
import { clusterFolder, type ClusterState, endedFile, writeState } from '../state/cluster-state.ts';
import { endCluster } from '../state/end-cluster.ts';
import { identifyProcess } from '../state/process-identity.ts';
import { Supervisor } from '../supervisor.ts';
import { demandFreePorts } from './demand-free-ports.ts';
import type { Progress } from './progress.ts';
import type { Wish } from './running-cluster.ts';

/**
 * Builds what is missing, starts a cluster and leaves it running. When that fails, or is interrupted, nothing of it is
 * left; when this process is killed, the supervisor sees to that.
 */
export async function startAndStay(
  wish: Wish,
  { lock, signal, progress }: { lock: ClusterLock; signal: AbortSignal; progress: Progress },
): Promise<ClusterState> {
  const { name, ports, nodes = defaultNodes } = wish;
  const folder = clusterFolder(name);
  await demandFreePorts(ports);
  const plan = planBuild();
  const space = { folder, mib: clusterMiB, what: 'the cluster' };
  demandSpace([...(plan?.needs ?? []), space], `${plan ? 'build and ' : ''}start a cluster`);
  if (plan) describeBuild(plan).forEach((line) => progress.say(line));
  let supervisor: Supervisor | undefined;
  const close = async () => void (await supervisor?.close());
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    supervisor = await Supervisor.launch({ log: join(folder, 'supervisor.log') });
    lock.share(supervisor.pid);
    supervisor.removeWithOwner([folder, lockFile(name)]);
    signal.addEventListener('abort', close);
    await throwIfAborted(signal);
    if (plan) await buildPrograms(supervisor, folder, (line) => progress.say(line));
    const onStep = (step: string) => progress.step(step);
    const state = stateOf(name, await startCluster({ folder, nodes, ports, supervisor, onStep }), nodes);
    await throwIfAborted(signal);
    writeState(state);
    await supervisor.stay(endedFile(name));
    supervisor.throwIfDead();
    await throwIfAborted(signal);
    progress.end();
    return state;
  } catch (error) {
    progress.end(false);
    await close();
    await endCluster(name);
    await throwIfAborted(signal);
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
  }
}

/** A signal that came while we were busy is heard only when we are not. */
async function throwIfAborted(signal: AbortSignal): Promise<void> {
  await delay(5);
  signal.throwIfAborted();
}

function stateOf(
  name: string,
  { supervisor, folder, ports, kubeconfig }: Cluster,
  nodes: readonly GpuNode[],
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
    kubeconfig,
  };
}
