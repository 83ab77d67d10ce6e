import { resolveTool } from '../go/go-tools.ts';
import { helmEnvironment, type HelmMajor } from './helm-command.ts';
import { run, type RunResult, stdoutOf } from '../cluster/kubectl.ts';

/** A pinned Helm for one cluster. */
export class HelmClient {
  constructor(
    readonly kubeconfig: string,
    readonly major: HelmMajor,
  ) {}

  /** Runs helm; returns its output even when it fails. */
  async run(args: string[], input?: string): Promise<RunResult> {
    const env = { ...helmEnvironment(), KUBECONFIG: this.kubeconfig };
    const { stderr, ...result } = await run(resolveTool(`helm${this.major}`), args, { input, env });
    return { ...result, stderr: withoutCanceledWatches(stderr) };
  }

  /** Runs helm and returns its stdout; throws with its output when it fails. */
  async do(args: string[], input?: string): Promise<string> {
    return stdoutOf(['helm', ...args], await this.run(args, input));
  }
}

/**
 * What Helm said, without what Kubernetes' client logs when Helm 4 has seen enough and cancels a watch in the middle of
 * an event: it says nothing of the release, and is seldom seen.
 */
export const withoutCanceledWatches = (stderr: string): string =>
  stderr.replaceAll(/^I\d{4} .* reflector\.go:\d+\] "Warning: watch ended with error".*context canceled.*\n/gm, '');
