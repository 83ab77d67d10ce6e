import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { GeneratedFile } from '../generated-file.ts';

/** Folders of a chart that hold generated files only: what else lies in them is stale. */
export const ownedFolders = ['files', 'presets', 'templates'];

/** How a folder differs from what would be generated. */
export interface Comparison {
  missing: string[];
  different: string[];
  stale: string[];
}

/** Compares generated files with those on disk. */
export function compareFiles(folder: string, files: GeneratedFile[]): Comparison {
  const missing: string[] = [];
  const different: string[] = [];
  for (const { path, text } of files) {
    const target = join(folder, path);
    if (!existsSync(target)) missing.push(path);
    else if (readTarget(target) !== text) different.push(path);
  }
  const wanted = new Set(files.map(({ path }) => path));
  const stale = ownedFolders.flatMap((owned) => filesBelow(folder, owned)).filter((path) => !wanted.has(path));
  return { missing, different, stale };
}

/** Reads a file; when a folder is there, the error says where, as Node's own does not. */
export function readTarget(target: string): string {
  try {
    return readFileSync(target, 'utf8');
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path: target });
  }
}

function filesBelow(folder: string, owned: string): string[] {
  if (!existsSync(join(folder, owned))) return [];
  return readdirSync(join(folder, owned), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
