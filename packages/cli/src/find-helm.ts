import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ArchonError } from '@archon/values/problem';
import { checkout, isCurrent } from './is-current.ts';

/** In the published package. */
const published = fileURLToPath(new URL('../helm', import.meta.url));
const built = join(checkout, 'node_modules/.cache/archon-web/helm');

/** What it is made of. */
const sources = [
  ...['Chart.yaml', 'values.yaml', 'values.schema.json', 'templates', 'files'].map(
    (name) => `charts/archon-vllm/${name}`,
  ),
  'packages/web/src/helm',
  'packages/web/build/build-helm.ts',
  'packages/testbed/src/helm',
  'packages/testbed/src/go',
  'packages/testbed/src/go.mod',
  'packages/testbed/src/go.sum',
];

let building: Promise<string> | undefined;

/**
 * The folder of what the page needs for "Check with Helm": that of the package, or in a checkout one that is built when a
 * source has changed. The first build takes minutes, and needs Go.
 */
export function findHelm(): Promise<string> {
  if (existsSync(published)) return Promise.resolve(published);
  if (isCurrent(join(built, 'about.json'), sources)) return Promise.resolve(built);
  building ??= build().finally(() => (building = undefined));
  return building;
}

function build(): Promise<string> {
  console.error('Building Helm for the page, once …');
  const args = ['--import', 'tsx', 'packages/web/build/build.ts', '--helm', built];
  return new Promise((resolve, reject) =>
    execFile(process.execPath, args, { cwd: checkout, encoding: 'utf8' }, (error, _, stderr) => {
      if (!error) return resolve(built);
      // the lines of its progress are not the reason
      const reason = stderr.replace(/^(building|built) .*\n/gm, '').trim() || error.message;
      reject(new ArchonError([{ message: `Helm for the page cannot be built: ${reason}` }]));
    }),
  );
}
