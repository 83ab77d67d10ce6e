import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import type { Supervisor } from '../cluster/supervisor.ts';
import { resolveTool } from '../go/go-tools.ts';
import { ToolError } from '../process/tool-error.ts';

/** The parts of an Application that tests read. */
export interface Application {
  metadata: { name: string; uid: string; annotations?: Record<string, string> };
  spec: { source?: object; sources?: object[] };
  status?: {
    sync?: { status: string; revision?: string; comparedTo: { source?: object; sources?: object[] } };
    health?: { status: string };
    conditions?: { type: string; message: string }[];
    resources?: { kind: string; name: string; status: string; requiresPruning?: boolean }[];
    operationState?: {
      phase: string;
      message?: string;
      startedAt: string;
      operation: object;
      syncResult?: { resources?: { kind: string; name: string; status: string; message: string }[] };
    };
  };
}

/** Follows all Applications as they change, by one watch. */
export class Applications {
  readonly #watch: ChildProcess;
  readonly #latest = new Map<string, Application>();
  readonly #changes = new EventEmitter().setMaxListeners(0);

  constructor(
    kubeconfig: string,
    namespace: string,
    /** Runs the parts of Argo CD. */
    readonly supervisor: Supervisor,
  ) {
    const asLines = ['--output', 'jsonpath={@}{"\\n"}'];
    const what = ['get', 'applications.argoproj.io', `--namespace=${namespace}`, '--watch', ...asLines];
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    this.#watch = spawn(resolveTool('kubectl'), [`--kubeconfig=${kubeconfig}`, ...what], { stdio: [...stdio] });
    createInterface({ input: this.#watch.stdout! }).on('line', (line) => {
      const application = JSON.parse(line) as Application;
      this.#latest.set(application.metadata.name, application);
      this.#changes.emit(application.metadata.name);
    });
  }

  /** Waits until an Application has the expected state, and returns it; throws with its status when it has not. */
  until(
    name: string,
    what: string,
    isSo: (application: Application) => boolean,
    withinMs = 180_000,
  ): Promise<Application> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const application = this.#latest.get(name);
        if (!application || !isSo(application)) return;
        stop();
        resolve(application);
      };
      const giveUp = () => {
        stop();
        reject(this.#whyNot(name, `was not ${what} after ${withinMs / 1000} s`));
      };
      const limit = setTimeout(giveUp, withinMs);
      const stop = () => {
        clearTimeout(limit);
        this.#changes.off(name, look);
      };
      this.#changes.on(name, look);
      look();
    });
  }

  close(): void {
    this.#watch.kill();
  }

  /** A part that has ended explains more than the state of an Application that waits for it. */
  #whyNot(name: string, what: string): unknown {
    try {
      this.supervisor.throwIfDead();
    } catch (dead) {
      return dead;
    }
    const watch = this.#watch.exitCode === null ? '' : ' (the watch has ended)';
    return new ToolError(
      `${name} ${what}${watch}. Its status: ${JSON.stringify(this.#latest.get(name)?.status, undefined, 2)}`,
    );
  }
}
