import { type ChildProcess, spawn } from 'node:child_process';
import { repoRoot } from './cache-dir.ts';

/** Runs a slow suite with what the user asks of Vitest; this process ends as it ends. */
export async function runVitest(config: string): Promise<void> {
  const args = ['vitest', 'run', '--config', config, ...process.argv.slice(2)];
  const child = spawn('npx', args, { cwd: repoRoot, stdio: 'inherit' });
  // The terminal's Ctrl-C reaches Vitest too, which ends what its tests have started.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  await endLike(child);
}

/** Waits for a process, and ends as it ended. */
export async function endLike(child: ChildProcess): Promise<void> {
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('exit', (code) => resolve(code ?? 1));
  });
}
