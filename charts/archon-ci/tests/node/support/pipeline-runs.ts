import type { KubernetesObject } from '@archon/testbed/helm';
import type { Kubectl } from '@archon/testbed/kubectl';
import { vi } from 'vitest';
import { pushOf } from '../../support/pushes.ts';

/** How a run ended. */
export interface EndedRun {
  name: string;
  /** The results of the PipelineRun, by name. */
  results: Record<string, string>;
  /** The tasks that ran, by name: `Succeeded`, or why not. */
  tasks: Record<string, string>;
  /** The step that failed, as `task/step`, and what it printed. */
  failed?: { step: string; output: string };
}

/** Sends webhooks to an EventListener, and follows the runs that they start. */
export class PipelineRuns {
  constructor(
    readonly kubectl: Kubectl,
    readonly namespace: string,
    /** Where the EventListener answers. */
    readonly url: string,
    readonly secret: string,
  ) {}

  /** Tells that a commit was pushed; how the run of it ended. */
  async push(commit: string): Promise<EndedRun> {
    const { headers, text } = pushOf('gitea', { secret: this.secret, commit });
    const response = await fetch(this.url, { method: 'POST', headers, body: text });
    const { eventID } = (await response.json()) as { eventID: string };
    const run = await vi.waitFor(async () => {
      const [found] = await this.#list('pipelineruns', `triggers.tekton.dev/triggers-eventid=${eventID}`);
      if (!found) throw new Error('The EventListener started no run.');
      if (!succeeded(found) || succeeded(found)!.status === 'Unknown') throw new Error(`It runs: ${said(found)}`);
      return found;
    }, untilEnded);
    return this.#report(run);
  }

  async #report({ metadata: { name }, status }: KubernetesObject): Promise<EndedRun> {
    const runs = await this.#list('taskruns', `tekton.dev/pipelineRun=${name}`);
    const taskOf = (run: KubernetesObject): string => run.metadata.labels!['tekton.dev/pipelineTask']!;
    const tasks = Object.fromEntries(runs.map((run) => [taskOf(run), succeeded(run)?.reason ?? 'Pending']));
    const results = Object.fromEntries(
      ((status.results ?? []) as { name: string; value: string }[]).map((each) => [each.name, each.value]),
    );
    const failed = runs.find((run) => succeeded(run)?.status === 'False');
    if (!failed) return { name, tasks, results };
    // Steps after one that failed end with exit code 1 as well.
    const steps = (failed.status.steps ?? []) as {
      name: string;
      container: string;
      terminated?: { exitCode: number };
    }[];
    const step = steps.find(({ terminated }) => terminated?.exitCode !== 0);
    const output = step ? await this.#logs(failed.status.podName, step.container) : said(failed);
    return { name, tasks, results, failed: { step: `${taskOf(failed)}/${step?.name}`, output } };
  }

  async #logs(pod: string, container: string): Promise<string> {
    const { stdout, stderr } = await this.kubectl.run(['logs', pod, `--container=${container}`, this.#here]);
    return stdout + stderr;
  }

  async #list(kind: string, selector: string): Promise<KubernetesObject[]> {
    const { items } = await this.kubectl.get<{ items: KubernetesObject[] }>(kind, this.#here, `--selector=${selector}`);
    return items;
  }

  get #here(): string {
    return `--namespace=${this.namespace}`;
  }
}

interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
}

const succeeded = ({ status }: KubernetesObject): Condition | undefined =>
  (status?.conditions as Condition[] | undefined)?.find(({ type }) => type === 'Succeeded');
const said = (object: KubernetesObject): string => succeeded(object)?.message ?? 'it has no status yet';

/** A run takes about a minute on two idle cores. */
const untilEnded = { timeout: 540_000, interval: 500 };
