import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterFolder, clustersFolder } from './cluster-state.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';

/** The right to start or end a cluster of one name; free again when all its holders are gone. */
export interface ClusterLock {
  /** Held as long as that process lives, too: it cleans up when this one dies. */
  share(pid: number): void;
  release(): void;
}

interface LockOptions {
  /** Hears, once, which process has to be waited for. */
  onWait: (pid: number) => void;
  signal?: AbortSignal;
}

export const lockFile = (name: string): string => `${clusterFolder(name)}.lock`;

/** Takes the lock of a name, and waits as long as another process holds it. */
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

/** The process that holds the lock of a name; undefined when none does. */
export function lockHolder(name: string): number | undefined {
  return readHolders(lockFile(name)).find(isAlive)?.pid;
}

/** A link appears with its content, or not at all. */
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

/** Removes a lock that nobody holds; one that somebody else has taken meanwhile goes back. */
function discard(file: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (readHolders(aside).some(isAlive)) linkSync(aside, file);
  } catch {
    // somebody else was faster
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
