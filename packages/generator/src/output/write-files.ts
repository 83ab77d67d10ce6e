import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ArchonError } from '@archon/values/problem';
import type { GeneratedFile } from '../generated-file.ts';
import { compareFiles, type Comparison } from './compare-files.ts';
import { refuseForeignFolder } from './own-folder.ts';
import { beginStaging, recoverFolder, stagingOf } from './staging.ts';

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
    throw new ArchonError([{ file: path.replace(join(stagingOf(folder), 'new'), folder), message }]);
  }
}

/** Writes the new texts where they wait, and the folders into which they go. */
function stage(folder: string, staging: string, files: GeneratedFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const target = join(staging, 'new', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

/** The old Chart.yaml goes first, and the new one comes last. What was moved goes back when a move fails. */
function moveIn(folder: string, staging: string, files: GeneratedFile[], stale: string[]): void {
  const others = files.map(({ path }) => path).filter((path) => path !== 'Chart.yaml');
  const undo: (() => void)[] = [];
  const move = (from: string, to: string): void => {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
    undo.unshift(() => renameSync(to, from));
  };
  const takeOut = (path: string): void => {
    if (existsSync(join(folder, path))) move(join(folder, path), join(staging, 'old', path));
  };
  const putIn = (path: string): void => move(join(staging, 'new', path), join(folder, path));
  try {
    takeOut('Chart.yaml');
    for (const path of [...others, ...stale]) takeOut(path);
    for (const path of [...others, 'Chart.yaml']) putIn(path);
  } catch (error) {
    for (const step of undo) step();
    throw error;
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
