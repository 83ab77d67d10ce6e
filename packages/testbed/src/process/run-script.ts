import { type ChildProcess, spawn } from 'node:child_process';
import { ToolError } from './tool-error.ts';
import { repoRoot } from './cache-dir.ts';

/** Runs a script's main function: a ToolError prints its message alone and exits with 1, anything else keeps its stack. */
export async function runScript(main: () => void | Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

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
