import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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
