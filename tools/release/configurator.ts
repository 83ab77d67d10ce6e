import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Writes the configurator by the command of the package: a folder for any web server, and two files for the disk, one of
 * them with Helm in it. Returns what it has written.
 */
export function writeConfigurator(out: string, version: string): string[] {
  const command = join(out, 'npm/node_modules/@archon/cli/packages/cli/bin/archon.js');
  const write = (name: string, ...flags: string[]): string => {
    const file = join(out, name);
    execFileSync(process.execPath, [command, 'web', '--out', file, ...flags], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return file;
  };
  return [
    write('configurator/'),
    write(`archon-configurator-${version}.html`),
    write(`archon-configurator-with-helm-${version}.html`, '--with-helm'),
  ];
}
