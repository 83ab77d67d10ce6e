import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { HelmMajor } from '@archon/testbed/helm-command';
import { HelmClient } from '@archon/testbed/helm-client';
import type { Kubectl } from '@archon/testbed/kubectl';
import type { RealNode } from '@archon/testbed/real-node';
import { type Cluster, startCluster } from '@archon/testbed/start-cluster';
import { vllmNode } from '../vllm-node.ts';

/** Tests that need a real node, and what else `whyNot` asks for. Where it cannot run they are reported as skipped, with the reason. */
export function describeOnRealNode(
  title: string,
  define: () => void,
  whyNot: () => string | undefined = () => undefined,
): void {
  const reason = vllmNode.whyNot() ?? whyNot();
  if (reason === undefined) describe(title, define);
  else describe.skip(`${title} (skipped: ${reason})`, define);
}

/** The real node of a test file, from its beforeAll to its afterAll. */
export class TestNode {
  #running: { cluster: Cluster; node: RealNode } | undefined;

  get cluster(): Cluster {
    return this.#started.cluster;
  }

  /** The images and servers of the node. */
  get node(): RealNode {
    return this.#started.node;
  }

  get kubectl(): Kubectl {
    return this.cluster.kubectl;
  }

  helm(major: HelmMajor = 4): HelmClient {
    return new HelmClient(this.cluster.kubeconfig, major);
  }

  /** Creates a namespace that enforces restricted Pod Security, as strict clusters do. */
  async createNamespace(name = `test-${randomBytes(4).toString('hex')}`): Promise<string> {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    await this.kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    return name;
  }

  /** Starts it, with images and servers besides those of vLLM. */
  async start({ gpus, images = [], servers = [] }: RealNode): Promise<void> {
    const vllm = vllmNode.prepare({ gpus });
    const node = { gpus, images: [...vllm.images!, ...images], servers: [...vllm.servers!, ...servers] };
    const cluster = await startCluster({ folder: mkdtempSync(join(tmpdir(), 'archon-node-')), real: node });
    this.#running = { cluster, node };
  }

  /** What vLLM has logged about its processes that ended, with their exit codes: -4 is SIGILL, -9 is SIGKILL. */
  async deadEngines(): Promise<string[]> {
    const { items } = await this.kubectl.get<{ items: { metadata: { name: string; namespace: string } }[] }>(
      'pods',
      '--all-namespaces',
    );
    const logs = items.flatMap(({ metadata: { name, namespace } }) =>
      [[], ['--previous']].map(async (which) => {
        const { stdout } = await this.kubectl.run(['logs', name, `--namespace=${namespace}`, ...which]);
        const lines = stdout.split('\n').filter((line) => /died unexpectedly|EngineDeadError|exit code/.test(line));
        return lines.map((line) => `${name}: ${line}`);
      }),
    );
    return (await Promise.all(logs)).flat();
  }

  async stop(): Promise<void> {
    await this.#running?.cluster.stop();
  }

  get #started() {
    if (!this.#running) throw new Error('The node of this file is not started yet.');
    return this.#running;
  }
}

/** Starts a real node before the tests of a describe, and stops it after them. */
export function useTestNode(content: RealNode): TestNode {
  const node = new TestNode();
  beforeAll(() => node.start(content));
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const line of await node.deadEngines()) console.error(line);
  });
  afterAll(() => node.stop());
  return node;
}
