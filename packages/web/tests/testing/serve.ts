import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repoRoot } from '@archon/testbed/cache-dir';

export interface ServedPage {
  readonly address: string;
  readonly stop: () => void;
}

/** `archon web`, as users start it, on a free port. */
export async function startWeb(...args: string[]): Promise<ServedPage> {
  const program = join(repoRoot, 'packages/cli/bin/archon.js');
  const child = spawn(process.execPath, [program, 'web', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): void => void child.kill();
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('http')) return { address: line, stop };
  throw new Error('archon web ended without an address.');
}
