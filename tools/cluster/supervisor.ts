import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolveTool } from '../go-tools.ts';
import { ToolError } from '../tool-error.ts';
import { lastLines } from './last-lines.ts';

/** A process that the supervisor keeps. */
export interface SupervisedProcess {
  name: string;
  /** Its program, by an absolute path, and its arguments. */
  args: string[];
  /** Its whole environment; none of ours reaches it. */
  env?: Record<string, string>;
  cwd?: string;
  /** The file that both its outputs are appended to. */
  log: string;
}

interface SupervisorEvent {
  event: 'started' | 'failed' | 'ended';
  name: string;
  pid?: number;
  error?: string;
  asked?: boolean;
}

/**
 * Keeps processes that cannot outlive it, by a small Go program (tools/cluster/supervisor): when this process ends,
 * whatever ends it, they end too. `stay()` hands them over instead: then the pid given here is what ends them.
 */
export class Supervisor {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #logs = new Map<string, string>();
  readonly #events = new EventEmitter();
  #dead: ToolError | undefined;

  static async launch(): Promise<Supervisor> {
    const file = resolveTool('supervisor');
    // A session of its own: Ctrl-C in the terminal is for us to handle.
    const child = spawn(file, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    await once(child, 'spawn');
    return new Supervisor(child);
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.pid = child.pid!;
    child.stdin!.on('error', () => {}); // it ended: its 'exit' says so
    createInterface({ input: child.stdout! }).on('line', (line) => this.#receive(JSON.parse(line) as SupervisorEvent));
    child.on('exit', (code, signal) =>
      this.#fail(new ToolError(`The supervisor ended (${signal ?? `exit ${code}`}).`)),
    );
  }

  /** Starts a process and returns its pid. */
  async start({ cwd, env, ...process }: SupervisedProcess): Promise<number> {
    this.throwIfDead();
    this.#logs.set(process.name, process.log);
    const variables = Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`);
    const answer = this.#next((event) => event.name === process.name && event.event !== 'ended');
    this.#ask({ start: { ...process, dir: cwd, env: variables } });
    const { event, pid, error } = await answer;
    if (event === 'failed') throw new ToolError(`${process.name} did not start: ${error}`);
    return pid!;
  }

  /** Ends one process; resolves when it is gone. */
  async end(name: string): Promise<void> {
    const gone = this.#next((event) => event.name === name && event.event === 'ended');
    this.#ask({ end: name });
    await gone;
  }

  /** Throws once a process has ended by itself, with the last lines of its log. */
  throwIfDead(): void {
    if (this.#dead) throw this.#dead;
  }

  /** Lets the processes live on when this process ends. */
  stay(): void {
    this.#ask({ stay: true });
    this.#child.stdout!.destroy();
    this.#child.stdin!.end();
    this.#child.unref();
  }

  /** Ends every process; resolves when all are gone. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.stdin!.end();
    await gone;
  }

  #ask(request: object): void {
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`);
  }

  #next(wanted: (event: SupervisorEvent) => boolean): Promise<SupervisorEvent> {
    return new Promise((resolve, reject) => {
      const onEvent = (event: SupervisorEvent) => wanted(event) && settle(() => resolve(event));
      const onFailure = (error: Error) => settle(() => reject(error));
      const settle = (how: () => void) => {
        this.#events.off('event', onEvent).off('failure', onFailure);
        how();
      };
      this.#events.on('event', onEvent).on('failure', onFailure);
    });
  }

  #receive(event: SupervisorEvent): void {
    this.#events.emit('event', event);
    if (event.event !== 'ended' || event.asked) return;
    const log = this.#logs.get(event.name)!;
    this.#fail(new ToolError(`${event.name} ended by itself (${event.error}). The end of ${log}:\n${lastLines(log)}`));
  }

  #fail(error: ToolError): void {
    this.#dead ??= error;
    this.#events.emit('failure', error);
  }
}
