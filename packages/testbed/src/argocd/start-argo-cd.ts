import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Kubectl } from '../cluster/kubectl.ts';
import { lastLines } from '../cluster/last-lines.ts';
import { freePorts } from '../cluster/ports.ts';
import { Supervisor } from '../cluster/supervisor.ts';
import { resolveTool } from '../go/go-tools.ts';
import { ToolError } from '../process/tool-error.ts';
import { Applications } from './applications.ts';
import { argoCdComponents, argoCdNamespace } from './components.ts';
import { GitServer } from './git-server.ts';
import { argoCdFiles } from './module-files.ts';

/** A running Argo CD, with a git server. */
export interface ArgoCd {
  kubectl: Kubectl;
  applications: Applications;
  git: GitServer;
  /** Stops all processes and removes what they have written. What was synced stays in the cluster. */
  stop(): Promise<void>;
}

/**
 * Starts the repo-server and the application-controller of Argo CD for a cluster, in its namespace `argocd`.
 * The controller listens on every interface, so this is for a private network only.
 */
export async function startArgoCd(folder: string, kubeconfig: string): Promise<ArgoCd> {
  const programs = { argocd: resolveTool('argocd'), redis: resolveTool('argocd-redis'), kubeconfig };
  const [redis = 0, repoServer = 0, repoServerMetrics = 0, controllerMetrics = 0] = await freePorts(4);
  const ports = { redis, repoServer, repoServerMetrics, controllerMetrics };
  // Argo CD 3.5 calls Helm 4 as `helm`.
  const bin = join(folder, 'bin');
  for (const each of [folder, bin, join(folder, 'tls'), join(folder, 'ssh')]) mkdirSync(each, { recursive: true });
  symlinkSync(resolveTool('helm4'), join(bin, 'helm'));
  symlinkSync(argoCdFiles().script, join(bin, basename(argoCdFiles().script)));
  const kubectl = new Kubectl(kubeconfig);
  const parts = argoCdComponents(folder, ports, { ...programs, bin });
  const supervisor = await Supervisor.launch();
  let applications: Applications | undefined;
  const stop = async () => {
    applications?.close();
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all([
      installObjects(kubectl),
      supervisor.start(parts.redis),
      supervisor.start(parts.repoServer).then(() => untilHealthy(supervisor, repoServerMetrics, parts.repoServer.log)),
    ]);
    await supervisor.start(parts.controller);
    await untilHealthy(supervisor, controllerMetrics, parts.controller.log);
    const git = await GitServer.start(join(folder, 'git'), supervisor);
    applications = new Applications(kubeconfig, supervisor);
    return { kubectl, applications, git, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The objects that Argo CD reads: its CRDs, the settings of a default installation and the project `default`. */
async function installObjects(kubectl: Kubectl): Promise<void> {
  const inNamespace = `--namespace=${argoCdNamespace}`;
  await kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: argoCdNamespace } });
  const manifests = argoCdFiles().manifests.map((file) => `--filename=${file}`);
  await kubectl.do(['apply', '--server-side', inNamespace, ...manifests]);
  const crds = ['applications', 'appprojects'].map((name) => `crds/${name}.argoproj.io`);
  await kubectl.do(['wait', ...crds, '--for=condition=Established', '--timeout=180s']);
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  await kubectl.apply(
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'argocd-secret', namespace: argoCdNamespace, labels } },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'default', namespace: argoCdNamespace },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ namespace: '*', server: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    },
  );
}

const healthyWithinMs = 180_000;

async function untilHealthy(supervisor: Supervisor, port: number, log: string): Promise<void> {
  const deadline = Date.now() + healthyWithinMs;
  while (Date.now() < deadline) {
    supervisor.throwIfDead();
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    await delay(50);
  }
  throw new ToolError(`No answer after ${healthyWithinMs / 1000} s. The end of ${log}:\n${lastLines(log)}`);
}
