import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from '../../process/tool-error.ts';
import { clusterFiles } from '../components.ts';
import { cgroupName, removeCgroups } from '../../node/namespace-file.ts';
import { removeVolumes } from '../remove-volumes.ts';
import { clusterFolder, readState } from './cluster-state.ts';
import { isAlive, type ProcessIdentity } from '../../process/process-identity.ts';

/**
 * Ends what is written down of a cluster, waits until it is gone, and removes its volumes and its folder. A pid that
 * belongs to somebody else by now is left alone. Needs the cluster's lock.
 */
export async function endCluster(name: string): Promise<void> {
  const { supervisor, processes } = readState(name) ?? { supervisor: undefined, processes: [] };
  if (supervisor) await end(supervisor, supervisor.pid, ['SIGTERM', 'SIGKILL']);
  // They end with the supervisor, except where the kernel does not end its children when it is killed (macOS).
  for (const each of processes) await end(each, -each.pid, ['SIGKILL']);
  const folder = clusterFolder(name);
  removeVolumes(clusterFiles(folder).etcdData);
  removeCgroups(cgroupName(folder));
  rmSync(folder, { recursive: true, force: true });
}

const patienceMs = 10_000;

async function end(identity: ProcessIdentity, target: number, signals: NodeJS.Signals[]): Promise<void> {
  for (const signal of signals) {
    if (!isAlive(identity)) return;
    try {
      process.kill(target, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPERM')
        throw new ToolError(`Process ${identity.pid} belongs to another user, who must stop the cluster.`);
    }
    for (const deadline = Date.now() + patienceMs; isAlive(identity) && Date.now() < deadline;) await delay(20);
  }
  if (isAlive(identity)) throw new ToolError(`Process ${identity.pid} does not end, not even with ${signals.at(-1)}.`);
}
