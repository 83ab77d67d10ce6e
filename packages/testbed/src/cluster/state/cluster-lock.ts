import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterFolder, clustersFolder } from './cluster-state.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from '../../process/process-identity.ts';

/** The lock for starting or stopping a cluster; released when all its holders have ended. */
export interface ClusterLock {
  /** Also held while that process runs: it cleans up when this one is killed. */
  share(pid: number): void;
  release(): void;
}

interface LockOptions {
  /** Called once, with the process that holds the lock. */
  onWait: (pid: number) => void;
  signal?: AbortSignal;
}

export const lockFile = (name: string): string => `${clusterFolder(name)}.lock`;

/** Takes the lock of a name, waiting while another process holds it. */
export async function lockCluster(name: string, { onWait, signal }: LockOptions): Promise<ClusterLock> {
  mkdirSync(clustersFolder(), { recursive: true });
  const file = lockFile(name);
  let waiting = false;
  while (!create(file)) {
    const holder = lockHolder(name);
    if (holder === undefined) discard(file);
    else if (!waiting) onWait(holder);
    waiting ||= holder !== undefined;
    if (holder !== undefined) await delay(200, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
  return {
    share: (pid) => replace(file, [...readHolders(file), ...holders(pid)]),
    release: () => rmSync(file, { force: true }),
  };
}

/** The process that holds the lock of a name; undefined when the lock is free. */
export function lockHolder(name: string): number | undefined {
  return readHolders(lockFile(name)).find(isAlive)?.pid;
}

/** Creating a link is atomic. */
function create(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(holders(process.pid)));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes a lock without a holder; a lock that was taken meanwhile is put back. */
function discard(file: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (readHolders(aside).some(isAlive)) linkSync(aside, file);
  } catch {
    // another process was faster
  } finally {
    rmSync(aside, { force: true });
  }
}

function replace(file: string, all: ProcessIdentity[]): void {
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(all));
  renameSync(`${file}.${process.pid}`, file);
}

function holders(pid: number): ProcessIdentity[] {
  return [identifyProcess(pid) ?? []].flat();
}

function readHolders(file: string): ProcessIdentity[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity[];
  } catch {
    return [];
  }
}
