import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { runPython } from '../process/python-command.ts';
import { ToolError } from '../process/tool-error.ts';

const requirements = join(import.meta.dirname, 'checkov-requirements.txt');

/** The version of checkov that checkov-requirements.txt pins. */
export function checkovVersion(): string {
  const version = /^checkov==(\S+)/m.exec(readFileSync(requirements, 'utf8'))?.[1];
  if (!version) throw new ToolError(`${requirements} does not pin checkov`);
  return version;
}

/** The Python of a virtual environment that has checkov, made on the first call from versions and hashes that are pinned. */
export function checkovPython(): string {
  const version = checkovVersion();
  const folder = join(cacheDir(), 'tools', `checkov-${version}-${fingerprint()}`);
  buildOnce(folder, { title: `checkov ${version}`, takes: 'up to 2 min' }, (emptyFolder) => {
    python(['-m', 'venv', emptyFolder], 'to make a virtual environment');
    const pip = ['-m', 'pip', '--python', pythonOf(emptyFolder), 'install', '--disable-pip-version-check', '--quiet'];
    python([...pip, '--require-hashes', '--requirement', requirements], 'to install checkov');
  });
  return pythonOf(folder);
}

// Not bin/checkov: its first line names the folder in which it was installed, before that was renamed.
const pythonOf = (environment: string): string => join(environment, 'bin', 'python');

function python(args: string[], purpose: string): string {
  const { ok, stdout, stderr } = runPython(args);
  if (!ok) throw new ToolError(`Python failed ${purpose}, which scans the chart:\n${stderr.trim() || stdout.trim()}`);
  return stdout;
}

function fingerprint(): string {
  const pythonVersion = python(['--version'], 'to say its version');
  const inputs = [readFileSync(requirements, 'utf8'), pythonVersion, process.platform, process.arch];
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 12);
}
