import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ArchonError } from '@archon/values/problem';
import { checkout, isCurrent } from './is-current.ts';

/** In the published package. */
const published = fileURLToPath(new URL('../configurator.html', import.meta.url));
const built = join(checkout, 'node_modules/.cache/archon-web/configurator.html');

/** What the page is made of. */
const sources = [
  ...['values', 'sizing', 'presets', 'advice', 'hub', 'web'].map((name) => `packages/${name}/src`),
  'packages/sizing/catalog',
  'packages/web/build',
  'packages/web/index.html',
  'schemas/archon-vllm',
  'charts/archon-vllm/values.schema.json',
  'docs/02-planner.md',
  'docs/argo-cd/oci.yaml',
  'docs/flux/oci.yaml',
  'packages/testbed/src/go.mod',
];

/** The file of the configurator: that of the package, or in a checkout one that is built when a source has changed. */
export function findPage(): string {
  if (existsSync(published)) return published;
  if (!isCurrent(built, sources)) build();
  return built;
}

function build(): void {
  console.error('Building the page, once …');
  const args = ['--import', 'tsx', 'packages/web/build/build.ts', built];
  const { status, stderr, error } = spawnSync(process.execPath, args, { cwd: checkout, encoding: 'utf8' });
  if (status !== 0)
    throw new ArchonError([{ message: `The page cannot be built: ${error?.message ?? stderr.trim()}` }]);
}
