import { resolveTool } from '../go-tools.ts';
import { helmEnvironment, type HelmMajor } from '../helm-command.ts';
import { run, type RunResult } from './kubectl.ts';
import { ToolError } from '../tool-error.ts';

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
    const { code, stdout, stderr } = await this.run(args, input);
    if (code !== 0) throw new ToolError(`helm ${args.join(' ')}\nfailed: ${stderr.trim()}`);
    return stdout;
  }
}
