import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identifyProcess, isAlive } from './process-identity.ts';

/** Runs `work` while no other process holds `file`. A lock whose process is gone counts as free. */
export function withFileLock<T>(file: string, work: () => T): T {
  mkdirSync(dirname(file), { recursive: true });
  while (!acquire(file)) {
    if (isStale(file)) rmSync(file, { force: true });
    else sleep(200);
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function acquire(file: string): boolean {
  try {
    const { start = '' } = identifyProcess(process.pid) ?? {};
    writeFileSync(file, `${process.pid} ${start}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the process that holds a lock is gone. */
export function isStale(file: string): boolean {
  try {
    const ageMs = Date.now() - statSync(file).mtimeMs;
    const [pid = '', ...start] = readFileSync(file, 'utf8').split(' ');
    // Between its creation and its writing the file is empty, for a moment.
    if (!pid) return ageMs > 5_000;
    // The pid alone may be in use again.
    return start.length > 0 ? !isAlive({ pid: Number(pid), start: start.join(' ') }) : !isRunning(Number(pid));
  } catch {
    return false; // released meanwhile
  }
}

/** Whether a process exists, ours or not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
