import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { refuse } from '@archon/values/problem';

/** Where new files wait: next to the folder, so that Helm never reads them. */
export const stagingOf = (folder: string): string => `${folder}.archon-new`;

/** Takes the staging folder for this process. Throws ArchonError while another process has it. */
export function beginStaging(folder: string): string {
  const staging = stagingOf(folder);
  mkdirSync(dirname(folder), { recursive: true });
  // A folder is renamed with its owner in it: nobody sees one without.
  const prepared = mkdtempSync(`${staging}-`);
  writeFileSync(join(prepared, 'pid'), String(process.pid));
  try {
    renameSync(prepared, staging);
  } catch {
    rmSync(prepared, { recursive: true });
    refuse([
      {
        file: folder,
        message: `${ownerOf(staging)} is writing this chart. Try again when it has ended, or delete ${staging}.`,
      },
    ]);
  }
  return staging;
}

/** Undoes what a process that was killed has left: the old Chart.yaml goes back. Leaves a process alone that runs. */
export function recoverFolder(folder: string): void {
  const staging = stagingOf(folder);
  if (!existsSync(staging) || isRunning(staging)) return;
  // Under another name nobody else recovers from it, or takes it for a new one.
  const left = `${staging}-of-${process.pid}`;
  renameSync(staging, left);
  const chart = join(folder, 'Chart.yaml');
  const old = join(left, 'old/Chart.yaml');
  if (existsSync(old) && !existsSync(chart)) renameSync(old, chart);
  rmSync(left, { recursive: true, force: true });
}

const pidOf = (staging: string): number => Number(readFileSync(join(staging, 'pid'), 'utf8'));

function ownerOf(staging: string): string {
  try {
    return `Another archon (process ${pidOf(staging)})`;
  } catch {
    return `Another archon (${basename(staging)})`;
  }
}

function isRunning(staging: string): boolean {
  try {
    return process.kill(pidOf(staging), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
