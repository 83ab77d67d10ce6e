import { join } from 'node:path';
import { readdirSync, statSync } from 'node:fs';
import { repoRoot } from '@archon/testbed/cache-dir';
import { type RunResult, openPort } from '@archon/testbed/kubectl';
import type { TestNode } from '@archon/engine/testing/test-node';
import type { HelmMajor } from '@archon/testbed/helm-command';
import { onTestFinished } from 'vitest';
import { nodeFiles } from '@archon/testbed/real-node';
import { onlyPod, type PodReport } from './pods.ts';

const chart = join(repoRoot, 'charts/archon-vllm');

/** The model of the chart's default, in whose name the node's hub has a tiny one. */
export const model = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';

/** The values with which anyone tries the chart without a GPU. */
const tryValues = join(repoRoot, 'tools/try/values.yaml');

/** Saves half a minute of each start, where a test is not about compilation. */
export const eager = { engine: { enforceEager: true } };

/** How long a start may take on a busy machine. */
const startTimeout = '--timeout=500s';

/** A release of the chart, in a namespace of a real node. */
export class NodeRelease {
  constructor(
    readonly node: TestNode,
    readonly namespace: string,
    readonly name = 'archon',
  ) {}

  /** Installs or upgrades the chart with the values of a try and these over them; waits until it is Ready, unless told. */
  async deploy(values: object = {}, { wait = true } = {}): Promise<string> {
    const how = ['upgrade', '--install', '--reset-values', this.name, chart, ...this.here];
    const files = [`--values=${tryValues}`, '--values=-'];
    return this.node.helm().do([...how, ...files, ...(wait ? ['--wait', startTimeout] : [])], JSON.stringify(values));
  }

  rollback = (): Promise<string> => this.node.helm().do(['rollback', this.name, ...this.here, '--wait', startTimeout]);
  uninstall = (): Promise<string> => this.node.helm().do(['uninstall', this.name, ...this.here, '--wait']);
  test = (major: HelmMajor): Promise<RunResult> =>
    this.node.helm(major).run(['test', this.name, ...this.here, '--logs']);
  notes = (): Promise<string> => this.node.helm().do(['get', 'notes', this.name, ...this.here]);

  /** Waits until the Deployment is as it should be. */
  ready = (): Promise<string> => this.kubectl('rollout', 'status', 'deployment/vllm', startTimeout);

  /** The one pod that serves, or will. */
  pod = (): Promise<PodReport> => onlyPod(this.node.kubectl, this.namespace);

  /** Runs a shell command in a container of vLLM. */
  exec = (script: string, target = 'deployment/vllm'): Promise<string> =>
    this.kubectl('exec', target, '--container=vllm', '--', 'sh', '-ec', script);

  kubectl = (...args: string[]): Promise<string> => this.node.kubectl.do([...this.here, ...args]);

  get here(): string[] {
    return [`--namespace=${this.namespace}`];
  }
}

/** Opens a port of this machine that leads to one pod, until the test that calls this ends; returns its address. */
export async function forward({ node, namespace }: NodeRelease, target = 'service/vllm'): Promise<string> {
  const { port, close } = await openPort(node.cluster.kubeconfig, namespace, target);
  onTestFinished(close);
  return `http://127.0.0.1:${port}`;
}

/** What was downloaded into the claim of a release: each file, by what changes when it is downloaded again. */
export async function downloadsOf({ node, namespace }: NodeRelease): Promise<Record<string, string>> {
  const claim = await node.kubectl.get('pvc/model-cache', `--namespace=${namespace}`);
  const volume = await node.kubectl.get(`pv/${claim.spec.volumeName}`);
  const folder = volume.spec.local.path.replace('/var/lib/volumes', nodeFiles(node.cluster.folder).volumes);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('/blobs/'));
  return Object.fromEntries(
    files.sort().map((file) => {
      const { ino, size, mtimeMs } = statSync(join(folder, file));
      return [file, `inode ${ino}, ${size} bytes of ${mtimeMs}`];
    }),
  );
}
