import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ArchonError } from './problem.ts';

/** The folder that holds schemas/, packages/ and charts/. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url));

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/** Reads a text file, with `\n` at the ends of its lines; throws ArchonError that says why it cannot. */
export function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)).replaceAll('\r\n', '\n');
  } catch (error) {
    if (error instanceof TypeError) throw new ArchonError([{ file, message: 'The file is not text in UTF-8.' }]);
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new ArchonError([{ file, message: `The file cannot be read: ${reasons[code] ?? code}.` }]);
  }
}
