import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { ToolError } from '@archon/testbed/tool-error';
import { failureLines } from './failure-lines.ts';

export interface ServerOptions {
  command: readonly string[];
  /** The complete environment; nothing is inherited. */
  env: Readonly<Record<string, string>>;
  /** The address of the server. */
  url: string;
  /** Seconds until `/health` answers: with compilation about 80 on two cores. */
  timeoutSeconds?: number;
  /** Stops it, also while it starts. */
  signal?: AbortSignal;
  /** Called with its output. */
  onOutput?: (text: string) => void;
}

/** A vLLM that serves. */
export interface Server {
  url: string;
  /** What it printed. */
  output(): string;
  /** Sends SIGTERM, as the kubelet does. */
  stop(): void;
  /** The exit code, or the signal that ended it. */
  exited: Promise<number | string>;
  /** Kills it and its children. */
  kill(): void;
}

/** Starts vLLM and waits until it is healthy; throws with its first error and the end of its output when it ends before. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { command, env, url, timeoutSeconds = 400, signal, onOutput } = options;
  const [file, ...args] = command;
  // Its own process group, to stop the engine's processes too.
  const child = spawn(file!, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  if (child.pid) endWithUs(child.pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-200_000);
      onOutput?.(text);
    });
  const exited = new Promise<number | string>((resolve) => {
    child.on('error', ({ message }) => resolve(message)).on('exit', (code, how) => resolve(code ?? how!));
  });
  const kill = () => killGroup(child);
  process.once('exit', kill);
  signal?.addEventListener('abort', kill);
  const server: Server = { url, output: () => output, stop: () => child.kill('SIGTERM'), exited, kill };
  const deadline = Date.now() + timeoutSeconds * 1000;
  while (!(await isHealthy(url))) {
    const ended = await Promise.race([exited, wait(500)]);
    if (ended === undefined && Date.now() < deadline) continue;
    kill();
    const how = ended === undefined ? `is not healthy after ${timeoutSeconds} s` : `has ended (${ended})`;
    throw new ToolError(`vLLM ${how}:\n${failureLines(output).join('\n')}`);
  }
  return server;
}

/** Kills a process group when this process is killed: its pipe closes then. */
function endWithUs(group: number): void {
  const script = 'read -r _ || kill -9 "-$1"';
  const watcher = spawn('sh', ['-c', script, 'sh', String(group)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  (watcher.stdin as Socket).unref();
}

async function isHealthy(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health`).catch(() => undefined);
  return response?.ok ?? false;
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // All have ended already.
  }
}
