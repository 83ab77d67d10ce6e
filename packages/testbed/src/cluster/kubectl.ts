import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolveTool } from '../go/go-tools.ts';
import { ToolError } from '../process/tool-error.ts';

/** The output and the exit code of a program. */
export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, with `input` on its standard input. Throws only when it cannot start. */
export async function run(
  file: string,
  args: string[],
  { input, ...options }: { input?: string | undefined; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<RunResult> {
  const running = promisify(execFile)(file, args, { ...options, encoding: 'utf8', maxBuffer: 256 << 20 });
  running.child.stdin?.on('error', () => {}).end(input ?? '');
  try {
    return { code: 0, ...(await running) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number | string | null; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, stdout: stdout ?? '', stderr: stderr ?? '' };
  }
}

/** The stdout of a command; throws with its output when it failed. */
export function stdoutOf(command: string[], { code, stdout, stderr }: RunResult): string {
  if (code !== 0) throw new ToolError(`${command.join(' ')}\nfailed: ${stderr.trim()}`);
  return stdout;
}

/** The pinned kubectl for one cluster. */
export class Kubectl {
  constructor(readonly kubeconfig: string) {}

  /** Runs kubectl; returns its output even when it fails. */
  run(args: string[], input?: string): Promise<RunResult> {
    return run(resolveTool('kubectl'), [`--kubeconfig=${this.kubeconfig}`, ...args], { input });
  }

  /** Runs kubectl and returns its stdout; throws with its output when it fails. */
  async do(args: string[], input?: string): Promise<string> {
    return stdoutOf(['kubectl', ...args], await this.run(args, input));
  }

  /** The parsed output of `kubectl get … -o json`. */
  async get<T = Record<string, any>>(...args: string[]): Promise<T> {
    return JSON.parse(await this.do(['get', ...args, '-o', 'json'])) as T;
  }

  /** Applies objects by server-side apply, with strict validation. */
  async apply(...objects: object[]): Promise<void> {
    const list = { apiVersion: 'v1', kind: 'List', items: objects };
    await this.do(['apply', '--server-side', '--validate=strict', '--filename=-'], JSON.stringify(list));
  }
}

/** A port of this machine that is forwarded to one pod, as long as that runs. */
export interface OpenPort {
  port: number;
  close(): void;
}

/** Forwards a loopback port to a port with `kubectl port-forward`; of a Service, to one of its pods. */
export async function openPort(
  kubeconfig: string,
  namespace: string,
  target: string,
  remotePort = 8000,
): Promise<OpenPort> {
  const args = ['port-forward', target, `:${remotePort}`, '--address=127.0.0.1', `--namespace=${namespace}`];
  const child = spawn(resolveTool('kubectl'), [`--kubeconfig=${kubeconfig}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const close = () => void child.kill();
  process.once('exit', close);
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'close')])) as [unknown];
  const port = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(String(line))?.[1];
  if (!port) throw new ToolError(`kubectl ${args.join(' ')} opened no port:\n${said.trim()}`);
  return { port: Number(port), close };
}
