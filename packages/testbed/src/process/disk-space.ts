import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ToolError } from './tool-error.ts';

/** Disk space that is needed in a folder. */
export interface SpaceNeed {
  folder: string;
  mib: number;
  what: string;
}

/** Throws when a disk has too little space. Folders of one file system share its space. */
export function requireSpace(needs: readonly SpaceNeed[], purpose: string): void {
  const device = ({ folder }: SpaceNeed) => statSync(existingPart(folder)).dev;
  for (const each of new Set(needs.map(device))) {
    const group = needs.filter((need) => device(need) === each);
    const needed = group.reduce((sum, { mib }) => sum + mib, 0);
    const free = freeMiB(group[0]!.folder);
    if (needed <= free) continue;
    const lines = group.map(({ folder, mib, what }) => `  ${formatMiB(mib).padStart(7)}  ${what}, in ${folder}`);
    throw new ToolError(
      `There is not enough disk space to ${purpose}: ${formatMiB(needed)} are needed, ${formatMiB(free)} are free.\n` +
        `${lines.join('\n')}\nFree some space, or set ARCHON_CACHE_DIR (and GOCACHE, GOMODCACHE) to a folder of a larger disk.`,
    );
  }
}

/** The free space on the disk of a folder, which need not exist yet. */
export function freeMiB(folder: string): number {
  const { bavail, bsize } = statfsSync(existingPart(folder));
  return Math.floor((bavail * bsize) / 2 ** 20);
}

/** `230 MB`, `4.1 GB`: in the units of `du -h`. */
export function formatMiB(mib: number): string {
  return mib < 1000 ? `${Math.round(mib)} MB` : `${(mib / 1024).toFixed(1)} GB`;
}

function existingPart(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existingPart(dirname(folder));
}
