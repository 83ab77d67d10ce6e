import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { identifyProcess } from '../state/process-identity.ts';
import { buildSteps } from './build-steps.ts';

/** Removes the partial folders of killed builds, whose lock names a process that has ended. */
export function removePartialBuilds(real: boolean): void {
  for (const { folder } of buildSteps(real)) {
    // In this order: what appears later belongs to the process that took the lock afterwards.
    const partial = partialFolders(folder);
    const lock = `${folder}.lock`;
    if (!existsSync(lock) || identifyProcess(Number(readFileSync(lock, 'utf8')))) continue;
    for (const each of partial) rmSync(each, { recursive: true, force: true });
  }
}

function partialFolders(folder: string): string[] {
  const parent = dirname(folder);
  if (!existsSync(parent)) return [];
  const names = readdirSync(parent).filter((name) => name.startsWith(`${basename(folder)}.partial-`));
  return names.map((name) => join(parent, name));
}
