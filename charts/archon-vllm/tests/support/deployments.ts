import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYamlFile, workspaceRoot } from '@archon/values';

const folder = join(workspaceRoot, 'docs/deployments');

/** Names of the deployments that docs/08-real-deployments.md describes. */
export const deployments = readdirSync(folder)
  .map((file) => file.replace(/\.yaml$/, ''))
  .sort();

/** The values file of a deployment. */
export const deploymentFile = (name: string): string => join(folder, `${name}.yaml`);

export const deploymentValues = (name: string): Record<string, unknown> =>
  parseYamlFile(name, readFileSync(deploymentFile(name), 'utf8')).value as Record<string, unknown>;
