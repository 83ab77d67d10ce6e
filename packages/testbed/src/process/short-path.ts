import { relative } from 'node:path';

/** The path of a file as you would type it here. */
export function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}
