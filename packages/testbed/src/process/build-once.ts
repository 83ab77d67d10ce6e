import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRunning, withFileLock } from './file-lock.ts';

/** Something that is built once, into a folder that is complete or absent. */
export interface BuildStep {
  name: string;
  folder: string;
  /** Of a cold build on two cores. */
  seconds: number;
  mib: number;
  /** Its sources. */
  source: 'go' | 'debian' | 'python';
}

/** What buildOnce prints on stderr: `building <title>, <takes>, once`. */
interface BuildLabel {
  title: string;
  takes: string;
}

/**
 * Fills `folder` on the first call and returns it. The folder is complete or absent: it is filled under another name
 * and renamed; a second process waits instead of building the same again.
 */
export function buildOnce(folder: string, label: BuildLabel, fill: (emptyFolder: string) => void): string {
  if (existsSync(folder)) return folder;
  withFileLock(`${folder}.lock`, () => {
    if (existsSync(folder)) return;
    removeLeftovers(folder);
    console.error(`building ${label.title}, ${label.takes}, once`);
    const start = performance.now();
    fillAndRename(folder, fill);
    console.error(`built ${label.title} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  });
  return folder;
}

function fillAndRename(folder: string, fill: (emptyFolder: string) => void): void {
  const partial = mkdtempSync(`${partialPrefix(folder)}${process.pid}-`);
  try {
    fill(partial);
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // The lock only saves work: the second process takes what the first has built.
    if (!existsSync(folder)) throw error;
  }
}

/** Partial folders of killed builds: those whose process has ended, and old ones, because process ids are used again. */
function removeLeftovers(folder: string): void {
  const prefix = basename(partialPrefix(folder));
  for (const name of readdirSync(dirname(folder)).filter((each) => each.startsWith(prefix))) {
    const path = join(dirname(folder), name);
    const builder = Number(/^(\d+)-/.exec(name.slice(prefix.length))?.[1]);
    const startedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if ((builder && !isRunning(builder)) || Date.now() - startedMs > leftoverAfterMs)
      rmSync(path, { recursive: true, force: true });
  }
}

const leftoverAfterMs = 60 * 60_000;
const partialPrefix = (folder: string): string => `${folder}.partial-`;
