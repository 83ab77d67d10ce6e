import { resolveTool } from '../go-tools.ts';
import { helmEnvironment, type HelmMajor } from '../helm-command.ts';
import { run, type RunResult, stdoutOf } from './kubectl.ts';

/** A pinned Helm on one cluster. */
export class HelmClient {
  constructor(
    readonly kubeconfig: string,
    readonly major: HelmMajor,
  ) {}

  /** Runs helm; what it says comes back even when it fails. */
  run(args: string[], input?: string): Promise<RunResult> {
    const env = { ...helmEnvironment(), KUBECONFIG: this.kubeconfig };
    return run(resolveTool(`helm${this.major}`), args, { input, env });
  }

  /** Runs helm and returns its stdout; a failure is an error with what it said. */
  async do(args: string[], input?: string): Promise<string> {
    return stdoutOf(['helm', ...args], await this.run(args, input));
  }
}
