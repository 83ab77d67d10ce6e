import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goTools, resolveTool } from '@archon/testbed/go-tools';
import { kubeconformSchemas } from '@archon/testbed/kubeconform-schemas';

/**
 * Builds the Go tools and the schemas before any test needs one, so that no test's time limit pays for a build. Gives the
 * run a temporary folder, which goes with it.
 */
export default function setup(): () => void {
  for (const tool of goTools) resolveTool(tool);
  kubeconformSchemas();
  const folder = mkdtempSync(join(tmpdir(), 'archon-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
