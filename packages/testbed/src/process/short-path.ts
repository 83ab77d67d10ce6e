import { relative } from 'node:path';

/** A file as one would type it here. */
export function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}
