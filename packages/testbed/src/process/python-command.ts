import { spawnSync } from 'node:child_process';
import { ToolError } from './tool-error.ts';

export interface PythonResult {
  ok: boolean;
  stdout: string;
  stderr: string;
}

/** Runs Python 3.11 or newer: ARCHON_PYTHON, else python3. */
export function runPython(args: string[], env: Record<string, string> = {}): PythonResult {
  const command = process.env.ARCHON_PYTHON || 'python3';
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 256 << 20,
    // Only the sources belong in the repository
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env },
  });
  if (error)
    throw new ToolError(
      `${command} does not start (${error.message}): install Python 3.11 or newer with pip, or set ARCHON_PYTHON.`,
    );
  return { ok: status === 0, stdout, stderr };
}
