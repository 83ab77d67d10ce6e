import { dirname, join, relative, resolve } from 'node:path';

/** The folder with the main go.mod, and with the folders of the others. */
export const goModulesDir = dirname(import.meta.dirname);

/** The root of the repository. */
export const repoRoot = join(goModulesDir, '../../..');

/** The folder for built tools and derived files: ARCHON_CACHE_DIR, else `.cache` in the repository. */
export function cacheDir(): string {
  return resolve(process.env.ARCHON_CACHE_DIR || join(repoRoot, '.cache'));
}

/** The path of a file as you would type it here. */
export function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}
