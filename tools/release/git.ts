import { execFileSync } from 'node:child_process';

/** What git prints, without the line break at its end. Throws Error with git's own message. */
export const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
