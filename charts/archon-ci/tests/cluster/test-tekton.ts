import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '@archon/testbed/helm';
import { HelmClient } from '@archon/testbed/helm-client';
import type { Kubectl } from '@archon/testbed/kubectl';
import { startCluster } from '@archon/testbed/start-cluster';
import { startTekton, type Tekton } from '@archon/testbed/start-tekton';
import { vi } from 'vitest';
import { podSecurity } from '../../../archon-vllm/tests/support/pod-security.ts';
import { chart } from '../support/chart.ts';
import { pushOf, type Provider } from '../support/pushes.ts';

type Push = Parameters<typeof pushOf>[1];

const secret = 'not-a-secret-only-a-test';

/** What an EventListener did with a request. */
interface Outcome {
  /** Why it started nothing. */
  refusal?: string;
  run?: KubernetesObject;
}

/** A cluster of its own with Tekton, and no node. */
export class TestTekton {
  static async start(): Promise<TestTekton> {
    const folder = (name: string) => mkdtempSync(join(tmpdir(), `archon-${name}-`));
    const cluster = await startCluster({ folder: folder('cluster') });
    try {
      const tekton = await startTekton(folder('tekton'), cluster.kubeconfig);
      return new TestTekton(tekton, () => cluster.stop());
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  readonly kubectl: Kubectl;

  private constructor(
    private readonly tekton: Tekton,
    private readonly stopCluster: () => Promise<void>,
  ) {
    this.kubectl = tekton.kubectl;
  }

  async stop(): Promise<void> {
    await this.tekton.stop();
    await this.stopCluster();
  }

  /** Installs the chart by Helm in a new namespace with restricted Pod Security, as admission allows. */
  async install(namespace: string, values: object, helm: 3 | 4 = 4): Promise<void> {
    const labels = podSecurity('restricted');
    await this.kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
    const args = ['install', 'ci', chart, `--namespace=${namespace}`, '--values=-'];
    await new HelmClient(this.kubectl.kubeconfig, helm).do(args, JSON.stringify(values));
  }

  /** Makes the Secrets that values name; what is in them matters for the webhook alone. */
  async makeSecrets(namespace: string, ...names: string[]): Promise<void> {
    const stringData = { token: secret, 'webhook-secret': secret };
    const ofName = (name: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData });
    await this.kubectl.apply(...names.map(ofName));
  }

  /** Starts the EventListener of a release; what it does with each push, one after the other. */
  async listener(namespace: string, name: string, provider: Provider): Promise<(push?: Push) => Promise<Outcome>> {
    const url = await this.tekton.listen(namespace, name);
    return async (push = {}) => {
      const { headers, text } = pushOf(provider, { secret, ...push });
      const before = this.tekton.refusals().length;
      const response = await fetch(url, { method: 'POST', headers, body: text });
      const { eventID } = (await response.json()) as { eventID: string };
      const label = `-l=triggers.tekton.dev/triggers-eventid=${eventID}`;
      return vi.waitFor(async () => {
        const [refusal] = this.tekton.refusals().slice(before);
        const [run] = await this.#list('pipelineruns', namespace, label);
        if (refusal === undefined && run === undefined) throw new Error(`${name} did nothing with ${text}.`);
        return { ...(refusal !== undefined && { refusal }), ...(run && { run }) };
      }, untilSeen);
    };
  }

  /** The first pod of a selector, as soon as it is there. */
  pod(namespace: string, selector: string): Promise<KubernetesObject> {
    return vi.waitFor(async () => {
      const [pod] = await this.#list('pods', namespace, `-l=${selector}`);
      if (!pod) throw new Error(`No pod has ${selector}.`);
      return pod;
    }, untilSeen);
  }

  async #list(kind: string, namespace: string, selector: string): Promise<KubernetesObject[]> {
    return (await this.kubectl.get<{ items: KubernetesObject[] }>(kind, `--namespace=${namespace}`, selector)).items;
  }
}

const untilSeen = { timeout: 90_000, interval: 100 };
