import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolveTool } from '@archon/testbed/go-tools';

/** Where `helm registry login` has written the login, in the form of Docker's config.json; undefined where it has not. */
export function helmLogin(): string | undefined {
  const file = execFileSync(resolveTool('helm4'), ['env', 'HELM_REGISTRY_CONFIG'], { encoding: 'utf8' }).trim();
  return existsSync(file) ? file : undefined;
}
