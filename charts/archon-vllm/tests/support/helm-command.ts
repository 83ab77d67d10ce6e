import { spawnSync } from 'node:child_process';
import { helmEnvironment } from '../../../../tools/helm-command.ts';
import type { HelmMajor } from '../../../../tools/helm.ts';
import { resolveTool } from '../../../../tools/go-tools.ts';

/** Runs one Helm; its exit code, and all that it printed. */
export function runHelm(helm: HelmMajor, args: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr, error } = spawnSync(resolveTool(`helm${helm}`), args, {
    encoding: 'utf8',
    env: helmEnvironment(),
  });
  if (error) throw error;
  return { code: status, output: stdout + stderr };
}
