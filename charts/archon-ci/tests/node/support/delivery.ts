import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { TestNode } from '@archon/engine/testing/test-node';
import { type Application, Applications } from '@archon/testbed/applications';
import { argoCdNamespace } from '@archon/testbed/argo-cd-components';
import type { GitRepository } from '@archon/testbed/git-server';
import { argoCdImage, installArgoCd } from '@archon/testbed/install-argo-cd';
import { installTekton } from '@archon/testbed/install-tekton';
import { openPort } from '@archon/testbed/kubectl';
import type { FolderImage } from '@archon/testbed/real-node';
import { tektonImages } from '@archon/testbed/tekton-images';
import { workspaceRoot } from '@archon/values';
import { readPage } from '../../../../archon-vllm/tests/support/markdown.ts';
import { podSecurity } from '../../../../archon-vllm/tests/support/pod-security.ts';
import { signingKey } from '../../steps/support/keys.ts';
import { StepRunner } from '../../steps/support/run-step.ts';
import { chart } from '../../support/chart.ts';
import { GitPod } from './git-pod.ts';
import { PipelineRuns } from './pipeline-runs.ts';
import { check, images, stepImages } from './step-images.ts';

const builds = 'builds';
const charts = 'charts';
const secret = 'not-a-secret-only-a-test';

/** The server of the fleet in the environment repository. */
export const server = 'coder';

/** What a node of this needs besides vLLM. */
export const deliveryImages = (): FolderImage[] => [...tektonImages(), ...stepImages(), argoCdImage()];

/** From a push to a served model: git, Tekton with archon-ci, the registry of the cluster, and Argo CD with archon-gitops. */
export class Delivery {
  static async start(node: TestNode): Promise<Delivery> {
    const { kubectl } = node;
    await Promise.all([installTekton(kubectl), installArgoCd(kubectl)]);
    const git = await GitPod.start(kubectl);
    const [project, environment] = [await git.createRepository('archon'), await git.createRepository('environment')];
    const inBuilds = `--namespace=${builds}`;
    const labels = podSecurity('restricted');
    await kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: builds, labels } });
    await kubectl.do(['create', 'secret', 'generic', 'signing-key', `--from-file=${await signingKey()}`, inBuilds]);
    await kubectl.do(['create', 'secret', 'generic', 'webhook', `--from-literal=token=${secret}`, inBuilds]);
    const values = pipelineValues(project.url, environment.url);
    await node.helm().do(['install', 'charts', chart, inBuilds, '--values=-'], stringify(values));
    const wait = (what: string, condition: string) =>
      kubectl.do(['wait', what, inBuilds, `--for=condition=${condition}`, '--timeout=300s']);
    await wait('eventlistener/charts', 'Ready');
    await wait('deployment/el-charts', 'Available');
    const listener = await openPort(kubectl.kubeconfig, builds, 'service/el-charts', 8080);
    const runs = new PipelineRuns(kubectl, builds, `http://127.0.0.1:${listener.port}`, secret);
    const applications = new Applications(kubectl.kubeconfig, argoCdNamespace, node.cluster.supervisor);
    const close = () => [git, listener, applications].forEach((each) => each.close());
    return new Delivery(node, project, environment, runs, applications, close);
  }

  private constructor(
    readonly node: TestNode,
    readonly project: GitRepository,
    readonly environment: GitRepository,
    readonly runs: PipelineRuns,
    readonly applications: Applications,
    readonly close: () => void,
  ) {}

  /** Commits this repository, as it is here, with changes to the texts of files. */
  async commitProject(changes: Record<string, (text: string) => string> = {}): Promise<string> {
    const { checkout } = this.project;
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: workspaceRoot,
      encoding: 'utf8',
      maxBuffer: 16 << 20,
    });
    for (const file of listed.split('\0').filter((each) => each && existsSync(join(workspaceRoot, each))))
      cpSync(join(workspaceRoot, file), join(checkout, file));
    for (const [file, change] of Object.entries(changes)) {
      const text = readFileSync(join(checkout, file), 'utf8');
      const changed = change(text);
      if (changed === text) throw new Error(`Nothing changed in ${file}.`);
      writeFileSync(join(checkout, file), changed);
    }
    return this.project.push(Object.keys(changes).join(', ') || 'the project');
  }

  /** Commits the environment, as docs/13-fleet.md has it, and lets Argo CD follow it. */
  async followEnvironment(): Promise<void> {
    const { checkout, url } = this.environment;
    cpSync(join(workspaceRoot, 'charts/archon-gitops'), join(checkout, 'charts/archon-gitops'), { recursive: true });
    writeFileSync(join(checkout, 'fleet.yaml'), fleet());
    await this.environment.push('the fleet');
    const documented = readPage('docs/argo-cd/fleet.yaml').replace(/repoURL: .*/, `repoURL: ${url}`);
    await this.node.kubectl.apply(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: 'charts',
          namespace: argoCdNamespace,
          labels: { 'argocd.argoproj.io/secret-type': 'repository' },
        },
        stringData: { type: 'oci', url: `oci://${registry}/archon-vllm`, insecureOCIForceHttp: 'true' },
      },
      ...parseAllDocuments(documented).map((document) => document.toJS() as object),
    );
  }

  /** The digest of the chart in the environment repository. */
  async digestInEnvironment(): Promise<string> {
    await this.environment.pull();
    const { chart: source } = parse(readFileSync(join(this.environment.checkout, 'fleet.yaml'), 'utf8'));
    return source.digest;
  }

  /** Waits until Argo CD has brought the server to health, by a chart of that digest. */
  untilServed(digest: string): Promise<Application> {
    const isSo = ({ spec, status }: Application) =>
      JSON.stringify(spec).includes(digest) &&
      status?.sync?.status === 'Synced' &&
      status.health?.status === 'Healthy' &&
      status.operationState?.phase === 'Succeeded';
    return this.applications.until(server, `healthy by ${digest}`, isSo, 420_000);
  }

  /** Publishes another chart as the version that a commit is going to have, as somebody with the login could. */
  async takeVersion(commit: string): Promise<void> {
    const steps = new StepRunner();
    const [FOLDER, DIST] = [join(steps.folder, 'source'), join(steps.folder, 'dist')];
    const cloned = await steps.do('clone', { URL: `file://${this.project.checkout}`, REVISION: commit, FOLDER });
    const chartOf = { CHART: 'archon-vllm', CHARTS: 'charts', COMMIT: commit, TIME: cloned.results.RESULT_TIME! };
    const version = (await steps.do('package', { ...chartOf, FOLDER, DIST })).results.RESULT_VERSION!;
    const other = ['--app-version=0.1.0', `--version=${version}`, `--destination=${steps.folder}`];
    const helm = this.node.helm();
    await helm.do(['package', join(FOLDER, 'charts/archon-vllm'), ...other]);
    const repository = `oci://127.0.0.1:${this.node.cluster.ports.registry}/${charts}`;
    await helm.do(['push', join(steps.folder, `archon-vllm-${version}.tgz`), repository, '--plain-http']);
  }
}

const registry = `registry.kube-system.svc/${charts}`;

const pipelineValues = (source: string, environment: string): object => ({
  fullnameOverride: 'charts',
  images,
  check,
  source: { url: source },
  registry: { repository: registry, plainHttp: true },
  signing: { existingSecret: 'signing-key' },
  environment: { url: environment },
  webhook: { enabled: true, provider: 'gitea', repository: 'team/archon', existingSecret: 'webhook' },
  workspace: { size: '1Gi' },
});

/** The list of servers, before anything was published: a digest that no chart has. */
const fleet = (): string => {
  const values = parse(readFileSync(join(workspaceRoot, 'tools/try/values.yaml'), 'utf8'));
  // Argo CD drops null, and the chart says so.
  delete values.resources.limits.cpu;
  // No controller would give it an address, which Argo CD waits for.
  values.ingress = { enabled: false };
  return [
    'chart:',
    `  oci: oci://${registry}/archon-vllm`,
    `  digest: "sha256:${'0'.repeat(64)}" # archon-ci: archon-vllm digest`,
    stringify({ servers: { [server]: { values: { ...values, unset: ['resources.limits.cpu'] } } } }),
  ].join('\n');
};
