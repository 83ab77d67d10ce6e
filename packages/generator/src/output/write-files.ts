import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ArchonError } from '@archon/values/problem';
import type { GeneratedFile } from '../generated-file.ts';
import { compareFiles, type Comparison } from './compare-files.ts';
import { refuseForeignFolder } from './own-folder.ts';
import { beginStaging, oldChartFile, recoverFolder, stagingOf } from './staging.ts';

/**
 * Brings a folder to the generated files: writes what differs, removes what is stale, and leaves hand-written
 * neighbours alone. New texts are staged next to the folder and moved in when all are there. While they are moved, the
 * folder has no Chart.yaml: Helm refuses it, and never renders a mixture. Throws ArchonError; also where the folder is
 * not a chart of this generator, and while another process writes it.
 */
export function writeFiles(folder: string, files: GeneratedFile[]): Comparison {
  try {
    recoverFolder(folder);
    refuseForeignFolder(folder, files);
    const comparison = compareFiles(folder, files);
    const { missing, different, stale } = comparison;
    if (missing.length + different.length + stale.length === 0) return comparison;
    const changed = files.filter(
      ({ path }) => path === 'Chart.yaml' || missing.includes(path) || different.includes(path),
    );
    const staging = beginStaging(folder);
    try {
      stage(folder, staging, changed);
      moveIn(folder, staging, changed, stale);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
    return comparison;
  } catch (error) {
    const { code, path = folder } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const message = `The chart cannot be written: ${reasons[code] ?? code}. Nothing was changed.`;
    throw new ArchonError([{ file: path.replace(stagingOf(folder), folder), message }]);
  }
}

/** Writes the new texts where they wait, and the folders into which they go. */
function stage(folder: string, staging: string, files: GeneratedFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    mkdirSync(dirname(join(staging, path)), { recursive: true });
    writeFileSync(join(staging, path), text);
  }
}

/** The old Chart.yaml goes first, and the new one comes last. */
function moveIn(folder: string, staging: string, files: GeneratedFile[], stale: string[]): void {
  const chart = join(folder, 'Chart.yaml');
  if (existsSync(chart)) renameSync(chart, oldChartFile(staging));
  try {
    for (const { path } of files) if (path !== 'Chart.yaml') renameSync(join(staging, path), join(folder, path));
    for (const path of stale) rmSync(join(folder, path), { force: true });
    if (existsSync(join(staging, 'Chart.yaml'))) renameSync(join(staging, 'Chart.yaml'), chart);
  } finally {
    if (!existsSync(chart) && existsSync(oldChartFile(staging))) renameSync(oldChartFile(staging), chart);
  }
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EEXIST: 'a file is where a folder is needed',
  ENOTDIR: 'a file is where a folder is needed',
  EISDIR: 'a folder is where a file is needed',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};
