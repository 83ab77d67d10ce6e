import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Kubectl } from '../cluster/kubectl.ts';
import { freePorts } from '../cluster/ports.ts';
import { Supervisor } from '../cluster/supervisor.ts';
import { answers, until } from '../cluster/until.ts';
import { resolveTool } from '../go/go-tools.ts';
import { Applications } from './applications.ts';
import { argoCdComponents, argoCdNamespace, type ArgoCdPorts } from './components.ts';
import { GitServer } from './git-server.ts';
import { applyArgoCdObjects } from './argo-cd-objects.ts';
import { argoCdFiles } from './module-files.ts';

/** A running Argo CD, with a git server. */
export interface ArgoCd {
  /** Where it is, with its Applications. */
  namespace: string;
  kubectl: Kubectl;
  applications: Applications;
  git: GitServer;
  /** Stops all processes and removes what they have written. What was synced stays in the cluster. */
  stop(): Promise<void>;
}

/**
 * Starts the repo-server and the controllers of Argo CD for a cluster, of Applications and of ApplicationSets. Several on
 * one cluster each need a namespace. The first controller listens on every interface, so this is for a private network only.
 */
export async function startArgoCd(
  folder: string,
  kubeconfig: string,
  namespace: string = argoCdNamespace,
): Promise<ArgoCd> {
  const programs = { argocd: resolveTool('argocd'), redis: resolveTool('argocd-redis'), kubeconfig, namespace };
  const ports = await choosePorts();
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
      applyArgoCdObjects(kubectl, namespace),
      supervisor.start(parts.redis),
      supervisor
        .start(parts.repoServer)
        .then(() => untilHealthy(supervisor, ports.repoServerMetrics, parts.repoServer.log)),
    ]);
    await Promise.all([supervisor.start(parts.controller), supervisor.start(parts.applicationSets)]);
    await untilHealthy(supervisor, ports.controllerMetrics, parts.controller.log);
    // This one has no check of its health.
    await untilHealthy(supervisor, ports.applicationSetMetrics, parts.applicationSets.log, 'metrics');
    const git = await GitServer.start(join(folder, 'git'), supervisor);
    applications = new Applications(kubeconfig, namespace, supervisor);
    return { namespace, kubectl, applications, git, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function choosePorts(): Promise<ArgoCdPorts> {
  const [redis = 0, repoServer = 0, repoServerMetrics = 0, controllerMetrics = 0, ...more] = await freePorts(7);
  const [applicationSets = 0, applicationSetMetrics = 0, applicationSetWebhook = 0] = more;
  return {
    redis,
    repoServer,
    repoServerMetrics,
    controllerMetrics,
    applicationSets,
    applicationSetMetrics,
    applicationSetWebhook,
  };
}

const untilHealthy = (supervisor: Supervisor, port: number, log: string, path = 'healthz'): Promise<void> =>
  until(supervisor, { failure: 'No answer', logs: [log] }, () => answers(`http://127.0.0.1:${port}/${path}`));
