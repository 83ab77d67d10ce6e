import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ToolError } from '@archon/testbed/tool-error';
import type { PackedPackage } from './pack-packages.ts';

/** Publishes a packed package, unless the registry has the same one. Throws ToolError. */
export function publishPackage(root: string, { name, file }: PackedPackage, version: string, registry: string): void {
  const args = ['view', `${name}@${version}`, 'dist.integrity', '--registry', registry];
  const known = spawnSync('npm', args, { cwd: root, encoding: 'utf8' }).stdout.trim();
  if (known !== '') {
    const integrity = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
    if (known !== integrity) throw new ToolError(`${registry} has ${name} ${version} already, with other content.`);
    return console.log(`  ${name} ${version} is published already, with the same content.`);
  }
  try {
    execFileSync('npm', ['publish', file, '--registry', registry], {
      cwd: root,
      // npm may ask for a one-time password
      stdio: ['inherit', 'ignore', 'inherit'],
    });
  } catch {
    throw new ToolError(`${registry} refuses ${name} ${version}; its message is above.`);
  }
  console.log(`  ${name} ${version}`);
}
