import type { HelmClient } from '@archon/testbed/helm-client';
import type { RunResult } from '@archon/testbed/kubectl';
import type { KubernetesObject } from '@archon/testbed/parse-objects';
import { helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { chart } from './chart.ts';

/** A release of the chart on the test cluster, whether it is installed yet or not. */
export class Release {
  constructor(
    readonly namespace: string,
    readonly name = 'archon',
    readonly helm: HelmClient = helms[4],
  ) {}

  install = (values: object = {}, ...args: string[]) => this.#deploy(['install'], values, args);
  /** Installs it when it is not there; the values are these alone, not those of the revision before. */
  upgrade = (values: object = {}, ...args: string[]) =>
    this.#deploy(['upgrade', '--install', '--reset-values'], values, args);
  notes = () => this.helm.do(['get', 'notes', this.name, ...this.#here]);
  test = () => this.#run(['test', this.name, ...this.#here]);
  uninstall = () => this.helm.do(['uninstall', this.name, '--wait', ...this.#here]);

  /** Names and states of the releases of its namespace, failed ones too. */
  async neighbours(): Promise<Record<string, string>> {
    // Helm 4 lists every state unasked.
    const all = this.helm.major === 3 ? ['--all'] : [];
    const list = JSON.parse(await this.helm.do(['list', ...all, '--output=json', ...this.#here]));
    return Object.fromEntries(list.map(({ name, status }: Record<string, string>) => [name, status]));
  }

  get #here(): string[] {
    return ['--namespace', this.namespace];
  }

  #deploy(command: string[], values: object, args: string[]): Promise<RunResult> {
    return this.#run([...command, this.name, chart, ...this.#here, '--values=-', ...args], JSON.stringify(values));
  }

  async #run(args: string[], input?: string): Promise<RunResult> {
    const { stderr, ...result } = await this.helm.run(args, input);
    return { ...result, stderr: stderr.replaceAll(endOfWatch, '') };
  }
}

// Helm 4 ends the watch by which it waits, and its client sometimes reports that.
const endOfWatch = /^E\d{4} .*"Unexpected error when reading response body" err="context canceled"\n/gm;

/** Lets Helm wait, no longer than a pod without containers can take. */
export const waiting = ['--wait', '--timeout=60s'];

/** `Kind/name` of all that was put into a namespace, but for what Kubernetes and Helm keep there themselves. */
export async function objectsIn(namespace: string): Promise<string[]> {
  const kinds = ['deployments', 'replicasets', 'pods', 'services', 'configmaps', 'secrets', 'pvc', 'ingresses'];
  const { items } = await kubectl.get<{ items: KubernetesObject[] }>(kinds.join(), '--namespace', namespace);
  return items
    .filter(({ metadata, type }) => metadata.name !== 'kube-root-ca.crt' && type !== 'helm.sh/release.v1')
    .map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}
