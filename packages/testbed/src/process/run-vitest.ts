import { type ChildProcess, spawn } from 'node:child_process';
import { repoRoot } from './cache-dir.ts';

/** Runs a slow suite with the user's arguments for Vitest; this process exits with its code. */
export async function runVitest(config: string): Promise<void> {
  const args = ['vitest', 'run', '--config', config, ...process.argv.slice(2)];
  const child = spawn('npx', args, { cwd: repoRoot, stdio: 'inherit' });
  // Ctrl-C in the terminal reaches Vitest too, which stops what its tests have started.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  await endLike(child);
}

/** Waits for a process, and exits with its code or signal. */
export async function endLike(child: ChildProcess): Promise<void> {
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('exit', (code) => resolve(code ?? 1));
  });
}
