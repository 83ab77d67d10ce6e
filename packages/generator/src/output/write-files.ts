import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ArchonError } from '@archon/values';
import type { GeneratedFile } from '../generated-file.ts';
import { compareFiles, type Comparison } from './compare-files.ts';

/**
 * Brings a folder to the generated files: writes what differs, removes what is stale, and leaves hand-written
 * neighbours alone. All or nothing: new texts are staged next to their targets, and renamed only when all are there.
 */
export function writeFiles(folder: string, files: GeneratedFile[]): Comparison {
  const staged: { from: string; to: string }[] = [];
  try {
    const comparison = compareFiles(folder, files);
    const changed = new Set([...comparison.missing, ...comparison.different]);
    for (const { path, text } of files.filter((file) => changed.has(file.path))) {
      const to = join(folder, path);
      mkdirSync(dirname(to), { recursive: true });
      staged.push({ from: `${to}.archon-new`, to });
      writeFileSync(`${to}.archon-new`, text);
    }
    for (const { from, to } of staged) renameSync(from, to);
    for (const path of comparison.stale) rmSync(join(folder, path), { force: true });
    return comparison;
  } catch (error) {
    for (const { from } of staged) if (existsSync(from)) rmSync(from);
    const { code, path = folder } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const message = `The chart cannot be written: ${reasons[code] ?? code}. Nothing was changed.`;
    throw new ArchonError([{ file: path.replace(/\.archon-new$/, ''), message }]);
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
