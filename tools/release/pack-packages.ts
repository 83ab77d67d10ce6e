import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { buildCli } from './cli-package.ts';
import { buildLibraries } from './npm-packages.ts';

export interface PackedPackage {
  readonly name: string;
  /** The tarball, an absolute path. */
  readonly file: string;
  readonly bytes: number;
}

/** Builds the npm packages into a folder of this repository, checks them as a registry's users meet them, and packs them. */
export async function packPackages(out: string, version: string): Promise<PackedPackage[]> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const folders = [...buildLibraries(out, version), await buildCli(out, version)];
  return folders.map((folder) => {
    const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', out], {
      cwd: folder,
      encoding: 'utf8',
    });
    const [{ name, filename, size }] = JSON.parse(packed) as [{ name: string; filename: string; size: number }];
    const file = join(out, filename);
    check('publint', ['--strict', file]);
    // It reads types, and a command has none.
    if (name !== '@archon/cli') check('attw', [file, '--profile', 'esm-only']);
    return { name, file, bytes: size };
  });
}

function check(program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(join(repoRoot, 'node_modules/.bin', program), args, {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} finds problems:\n${stdout}${stderr}`);
}
