import { spawnSync } from 'node:child_process';
import { helmEnvironment } from '@archon/testbed/helm-command';
import type { HelmMajor } from '@archon/testbed/helm';
import { resolveTool } from '@archon/testbed/go-tools';

/** Runs one Helm; its exit code, and all that it printed. */
export function runHelm(helm: HelmMajor, args: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr, error } = spawnSync(resolveTool(`helm${helm}`), args, {
    encoding: 'utf8',
    env: helmEnvironment(),
  });
  if (error) throw error;
  return { code: status, output: stdout + stderr };
}
