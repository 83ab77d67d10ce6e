import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleInto, inlineRequired } from '@archon/cli/bundle';
import { buildHelm } from '@archon/web/build-helm';
import { buildPage } from '@archon/web/build-page';
import { prepareModels } from '@archon/cli/prepared-models';
import { repoRoot } from '@archon/testbed/cache-dir';
import { common } from './npm-packages.ts';

/** What the command reads when it runs, next to its bundle. */
const data = ['packages/sizing/catalog', 'packages/cli/bin/archon.js', 'docs/doctor/rbac.yaml'];

/**
 * Builds the package of the `archon` command: one bundle without dependencies, the configurator as one page, and Helm for it. Its
 * files are in the folders that they have in the repository, so every source finds what it reads. Returns its folder.
 */
export async function buildCli(out: string, version: string): Promise<string> {
  const built = join(out, 'node_modules/@archon/cli');
  const dist = join(built, 'packages/cli/dist');
  rmSync(built, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await bundleInto(dist, (path) => {
    const address = `../../../${relative(repoRoot, path).replaceAll('\\', '/')}`;
    return `new URL(${JSON.stringify(address)}, import.meta.url).href`;
  });
  prepareModels(dist);
  // Validators require parts of ajv, and the package has no dependencies.
  for (const name of readdirSync(dist)) if (name.endsWith('.validator.cjs')) await inlineRequired(join(dist, name));
  await buildPage(join(built, 'packages/cli/configurator.html'));
  await buildHelm(join(built, 'packages/cli/helm'));
  for (const path of data) cpSync(join(repoRoot, path), join(built, path), { recursive: true });
  writeFileSync(
    join(built, 'packages/cli/bin/bundle.js'),
    "export const bundledProgram = () => new URL('../dist/main.js', import.meta.url).href;\n",
  );
  writeManifest(built, version);
  for (const file of ['README.md', 'LICENSE'])
    cpSync(join(repoRoot, file === 'LICENSE' ? file : `packages/cli/${file}`), join(built, file));
  writeFileSync(join(built, 'packages/cli/bin/help.txt'), helpOf(dist));
  return built;
}

function writeManifest(built: string, version: string): void {
  const { description } = JSON.parse(readFileSync(join(repoRoot, 'packages/cli/package.json'), 'utf8')) as {
    description: string;
  };
  const manifest = {
    name: '@archon/cli',
    version,
    description,
    ...common,
    type: 'module',
    bin: { archon: 'packages/cli/bin/archon.js' },
  };
  writeFileSync(join(built, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The help of the built command, which has no commands for those who change Archon. */
function helpOf(dist: string): string {
  const script = `
    const { createProgram } = await import(${JSON.stringify(pathToFileURL(join(dist, 'main.js')).href)});
    const program = await createProgram();
    program.configureOutput({ getOutHelpWidth: () => 80 });
    program.outputHelp();`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
}
