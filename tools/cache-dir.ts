import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with go.mod. */
export const toolsDir = dirname(fileURLToPath(import.meta.url));

/** The root of the repository. */
export const repoRoot = dirname(toolsDir);

/** The folder for built tools and derived files: ARCHON_CACHE_DIR, else `.cache` in the repository. */
export function cacheDir(): string {
  return resolve(process.env.ARCHON_CACHE_DIR || join(repoRoot, '.cache'));
}
