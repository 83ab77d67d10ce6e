import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { resolveTool } from '../go/go-tools.ts';
import { ToolError } from '../process/tool-error.ts';
import { lastLines } from './last-lines.ts';

/** A process of the supervisor. */
export interface SupervisedProcess {
  name: string;
  /** Its program, by an absolute path, and its arguments. */
  args: string[];
  /** Its complete environment; nothing is inherited. */
  env?: Record<string, string>;
  cwd?: string;
  /** The file to which stdout and stderr are appended. */
  log: string;
}

interface LaunchOptions {
  /** The file for the program's own messages, instead of our stderr, which a program that keeps running must not hold open. */
  log?: string | undefined;
  /** A command to run it with, which creates the namespaces of its processes. */
  within?: readonly string[];
}

/** The messages of the supervisor, one line of JSON each. */
export interface SupervisorEvent {
  event: 'started' | 'failed' | 'ended' | 'staying';
  name?: string;
  time: string;
  pid?: number;
  error?: string;
  asked?: boolean;
}

/**
 * Keeps processes that cannot outlive it, by a small Go program (packages/testbed/src/cluster/supervisor): when this process ends,
 * whatever ends it, they end too. `stay()` hands them over instead: then the pid given here is what ends them.
 */
export class Supervisor {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #logs = new Map<string, string>();
  /** Processes that may end by themselves. */
  readonly #ending = new Set<string>();
  readonly #pids = new Map<string, number>();
  readonly #events = new EventEmitter();
  #dead: ToolError | undefined;
  #stays = false;
  /** Whether its processes are in their own PID namespace, so that their pids mean nothing here. */
  readonly #within: boolean;

  static async launch({ log, within = [] }: LaunchOptions = {}): Promise<Supervisor> {
    const [file, ...args] = [...within, resolveTool('supervisor')];
    const output = log === undefined ? 'inherit' : openSync(log, 'a', 0o600);
    // Its own session: we handle Ctrl-C.
    const child = spawn(file!, args, { stdio: ['pipe', 'pipe', output], detached: true });
    await once(child, 'spawn');
    if (typeof output === 'number') closeSync(output);
    return new Supervisor(child, { log, within });
  }

  private constructor(child: ChildProcess, { log, within = [] }: LaunchOptions) {
    this.#child = child;
    this.#within = within.length > 0;
    this.pid = child.pid!;
    this.#events.setMaxListeners(100);
    child.stdin!.on('error', () => {}); // it ended: its 'exit' event reports it
    createInterface({ input: child.stdout! }).on('line', (line) => this.#receive(JSON.parse(line) as SupervisorEvent));
    child.on('exit', (code, signal) =>
      this.#fail(
        new ToolError(`The supervisor ended (${signal ?? `exit ${code}`}).${log ? `\n${lastLines(log)}` : ''}`),
      ),
    );
  }

  /** The pids of the processes that were started and have not ended; empty with a PID namespace. */
  get pids(): ReadonlyMap<string, number> {
    return this.#pids;
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

  /** Runs a process to its end, and returns how it ended: `exit status 0`. */
  async run(process: SupervisedProcess): Promise<string> {
    this.#ending.add(process.name);
    const ended = this.#next((event) => event.name === process.name && event.event === 'ended');
    const [{ error }] = await Promise.all([ended, this.start(process)]);
    return error ?? '';
  }

  /** Stops one process; resolves when it has ended. */
  async end(name: string): Promise<void> {
    const gone = this.#next((event) => event.name === name && event.event === 'ended');
    this.#ask({ end: name });
    await gone;
  }

  /** Throws once a process has ended by itself, with the last lines of its log. */
  throwIfDead(): void {
    if (this.#dead) throw this.#dead;
  }

  /** The folders to remove when this process ends before `stay()` or `close()`. */
  removeWithOwner(paths: readonly string[]): void {
    this.#ask({ remove: paths });
  }

  /** Keeps the processes running when this process ends; `record` is the file that lists those that have ended. */
  async stay(record = '/dev/null'): Promise<void> {
    this.throwIfDead();
    const answer = this.#next(({ event }) => event === 'staying' || event === 'failed');
    this.#ask({ stay: record });
    const { error } = await answer;
    if (error !== undefined) throw new ToolError(`The cluster cannot keep running: ${error}`);
    this.#stays = true;
    this.#child.stdout!.destroy();
    this.#child.stdin!.end();
    this.#child.unref();
  }

  /** Stops all processes; resolves when they have ended. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.removeWithOwner([]);
    if (this.#stays) process.kill(this.pid, 'SIGTERM');
    this.#child.ref();
    this.#child.stdin!.end();
    await gone;
  }

  #ask(request: object): void {
    if (this.#child.stdin!.writable) this.#child.stdin!.write(`${JSON.stringify(request)}\n`);
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
    const { name = '' } = event;
    if (event.event === 'started' && !this.#within) this.#pids.set(name, event.pid!);
    if (event.event === 'ended') this.#pids.delete(name);
    this.#events.emit('event', event);
    if (event.event !== 'ended' || event.asked || this.#ending.delete(name)) return;
    const log = this.#logs.get(name)!;
    this.#fail(new ToolError(`${name} ended by itself (${event.error}). The end of ${log}:\n${lastLines(log)}`));
  }

  #fail(error: ToolError): void {
    this.#dead ??= error;
    this.#events.emit('failure', error);
  }
}
