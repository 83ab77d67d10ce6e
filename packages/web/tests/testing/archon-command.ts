import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';

/** What a command of archon prints. */
export const archonCommand = (...args: string[]): string =>
  execFileSync(process.execPath, [join(repoRoot, 'packages/cli/bin/archon.js'), ...args], { encoding: 'utf8' });
