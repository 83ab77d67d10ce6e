import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

// Longer than any build: an older lock was left behind, even if its process id is in use again.
const staleAfterMs = 15 * 60_000;

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
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(file: string): boolean {
  try {
    const ageMs = Date.now() - statSync(file).mtimeMs;
    const pid = Number(readFileSync(file, 'utf8'));
    // Between its creation and its writing the file is empty, for a moment.
    if (!pid) return ageMs > 5_000;
    return ageMs > staleAfterMs || !isRunning(pid);
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
