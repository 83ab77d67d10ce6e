import { spawnSync } from 'node:child_process';
import { repoRoot } from '@archon/testbed/cache-dir';
import { ToolError } from '@archon/testbed/tool-error';

/** Runs a program to its end, from the root of the repository, and returns its stdout; a failure is a ToolError. */
export function runProcess(file: string, args: string[], env = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd: repoRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 << 20,
    env,
  });
  if (error) throw error;
  if (status !== 0) throw new ToolError(`\`${file} ${args.join(' ')}\` failed:\n${stderr || stdout}`);
  return stdout;
}
