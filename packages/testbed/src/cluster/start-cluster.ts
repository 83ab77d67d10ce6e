import { existsSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { clusterTools, resolveTool } from '../go/go-tools.ts';
import { holdClusterPorts } from './ports.ts';
import { clusterComponents, clusterFiles, type ClusterPorts, type ClusterPrograms } from './components.ts';
import { crdFolder } from './crds.ts';
import type { FakeNode } from './fake-nodes.ts';
import { Kubectl } from './kubectl.ts';
import { launchNode, startNode } from '../node/start-node.ts';
import type { RealNode } from '../node/real-node.ts';
import { prepareCluster } from './prepare-cluster.ts';
import { removeVolumes } from './remove-volumes.ts';
import { Supervisor } from './supervisor.ts';
import { until } from './until.ts';
import { apiServerName, writeClusterFiles } from './write-cluster-files.ts';

export interface ClusterOptions {
  /** An empty or missing folder for everything that the cluster writes; removed with it. */
  folder: string;
  /** Fake nodes. */
  nodes?: readonly FakeNode[];
  /** A node that runs pods. */
  real?: RealNode | undefined;
  /** Requested ports; the others are chosen. */
  ports?: Partial<ClusterPorts>;
  /** Starts the supervisor of its processes, after releasing the ports. It is closed when the start fails. */
  launch?: (ports: ClusterPorts) => Promise<Supervisor>;
  /** Called when each step starts. */
  onStep?: (step: string) => void;
}

/** A running cluster. */
export interface Cluster {
  folder: string;
  kubeconfig: string;
  kubectl: Kubectl;
  ports: ClusterPorts;
  /** The supervisor of its processes; processes started here end with the cluster. */
  supervisor: Supervisor;
  /** Stops all processes and removes what the cluster has written; may be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a control plane of real Kubernetes programs on 127.0.0.1, with fake nodes. Builds them first when needed.
 * On failure nothing of it is left, and the error says which part failed and what its log ends with.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder, real, onStep = () => {} } = options;
  const programs = Object.fromEntries(clusterTools.map((tool) => [tool, resolveTool(tool)])) as ClusterPrograms;
  crdFolder();
  const held = await holdClusterPorts(options.ports);
  const { ports } = held;
  const files = clusterFiles(folder);
  // The node's namespaces listen on these immediately and forward them.
  if (real) await Promise.all((['apiServer', 'registry'] as const).map(held.release));
  const supervisor = await (options.launch ?? ((chosen) => launchOwn(folder, real, chosen)))(ports);
  const kubectl = new Kubectl(files.kubeconfig);
  const stop = async () => {
    await supervisor.close();
    removeVolumes(files.etcdData);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    writeClusterFiles(folder, ports, real);
    const parts = clusterComponents(folder, ports, programs, real);
    onStep('etcd and kube-apiserver');
    for (const name of ['etcd', 'apiServer'] as const) {
      await held.release(name);
      await supervisor.start(parts[name]);
    }
    await untilReady(supervisor, ports.api, files.apiCertificate, parts.apiServer.log);
    onStep('kube-controller-manager, kube-scheduler, kwok and the registry');
    for (const name of ['controllerManager', 'scheduler', 'kwok', 'registry'] as const) {
      await held.release(name);
      await supervisor.start(parts[name]);
    }
    onStep('nodes, classes and custom resource definitions');
    await prepareCluster(supervisor, folder, options.nodes ?? [], real ? 'local' : 'standard');
    if (real) {
      onStep('kubelet, containerd, kube-proxy and DNS of the real node');
      await startNode({ supervisor, kubectl, ports }, folder, real);
    }
    supervisor.throwIfDead();
  } catch (error) {
    const failure = reasonOf(supervisor, error);
    await stop();
    throw failure;
  } finally {
    await held.releaseAll();
  }
  return { folder, kubeconfig: files.kubeconfig, kubectl, ports, supervisor, stop };
}

/** A supervisor that ends with this process and removes the folder. */
async function launchOwn(folder: string, real: RealNode | undefined, ports: ClusterPorts): Promise<Supervisor> {
  const remove = [folder];
  const supervisor = real ? await launchNode(folder, real, { ports, remove }) : await Supervisor.launch();
  supervisor.removeWithOwner(remove);
  return supervisor;
}

/** A part that has ended explains more than the step that failed because of it. */
function reasonOf(supervisor: Supervisor, error: unknown): unknown {
  try {
    supervisor.throwIfDead();
    return error;
  } catch (dead) {
    return dead;
  }
}

const untilReady = (supervisor: Supervisor, port: number, certificate: string, log: string): Promise<void> =>
  until(
    supervisor,
    { failure: 'kube-apiserver was not ready', logs: [log] },
    async () => existsSync(certificate) && isReady(port, certificate),
  );

function isReady(port: number, certificate: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/readyz', servername: apiServerName, ca: readFileSync(certificate) },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('error', () => resolve(false));
  });
}
