import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterTools, resolveTool } from '../go-tools.ts';
import { ToolError } from '../tool-error.ts';
import { clusterObjects } from './cluster-objects.ts';
import { clusterComponents, clusterFiles, type ClusterPorts, type ClusterPrograms, portNames } from './components.ts';
import { crdFolder } from './crds.ts';
import { type GpuNode, nodeObjects } from './gpu-nodes.ts';
import { Kubectl } from './kubectl.ts';
import { lastLines } from './last-lines.ts';
import { freePorts } from './ports.ts';
import { removeVolumes } from './remove-volumes.ts';
import { Supervisor } from './supervisor.ts';

export interface ClusterOptions {
  /** An empty or absent folder for everything that the cluster writes; removed with it. */
  folder: string;
  /** GPU nodes; one with an RTX 5070 Ti when not given. */
  nodes?: readonly GpuNode[];
  /** Ports that must be these; the others are chosen. */
  ports?: Partial<ClusterPorts>;
  /** Hears of each step as it begins. */
  onStep?: (step: string) => void;
}

/** A running cluster. */
export interface Cluster {
  folder: string;
  kubeconfig: string;
  kubectl: Kubectl;
  ports: ClusterPorts;
  /** Keeps its processes; start more of them here and they end with the cluster. */
  supervisor: Supervisor;
  /** Ends every process and removes what the cluster has written; safe to call twice. */
  stop(): Promise<void>;
}

/** The card that the chart's default preset is made for. */
export const defaultNodes: readonly GpuNode[] = [{ gpu: 'rtx-5070-ti' }];

/**
 * Starts a control plane of real Kubernetes programs on 127.0.0.1, with fake nodes. Builds them first when needed.
 * On failure nothing of it is left, and the error says which part failed and what its log ends with.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder, onStep = () => {} } = options;
  const programs = Object.fromEntries(clusterTools.map((tool) => [tool, resolveTool(tool)])) as ClusterPrograms;
  const crds = crdFolder();
  const chosen = await freePorts(portNames.length);
  const ports = {
    ...Object.fromEntries(portNames.map((name, i) => [name, chosen[i]!])),
    ...options.ports,
  } as ClusterPorts;
  const files = clusterFiles(folder);
  writeFiles(folder, ports);

  const supervisor = await Supervisor.launch();
  const kubectl = new Kubectl(files.kubeconfig);
  const stop = async () => {
    if (existsSync(files.kubeconfig)) await removeVolumes(kubectl);
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const parts = clusterComponents(folder, ports, programs);
    onStep('etcd and kube-apiserver');
    await supervisor.start(parts.etcd);
    await supervisor.start(parts.apiServer);
    await untilReady(supervisor, ports.api, files.apiCertificate, parts.apiServer.log);
    onStep('kube-controller-manager, kube-scheduler, kwok and the registry');
    for (const part of [parts.controllerManager, parts.scheduler, parts.kwok, parts.registry])
      await supervisor.start(part);
    onStep('nodes, classes and custom resource definitions');
    await Promise.all([
      kubectl.apply(...clusterObjects, ...nodeObjects(options.nodes ?? defaultNodes)),
      kubectl.do(['apply', '--server-side', `--filename=${crds}`]),
    ]);
    await kubectl.do(['wait', 'nodes', '--all', '--for=condition=Ready', '--timeout=60s']);
    await kubectl.do(['wait', 'crds', '--all', '--for=condition=Established', '--timeout=60s']);
    await kubectl.do(['wait', 'serviceaccount/default', '--for=create', '--timeout=60s']);
    supervisor.throwIfDead();
  } catch (error) {
    const failure = reasonOf(supervisor, error);
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
    throw failure;
  }
  return { folder, kubeconfig: files.kubeconfig, kubectl, ports, supervisor, stop };
}

/** A dead part explains more than what failed because of it. */
function reasonOf(supervisor: Supervisor, error: unknown): unknown {
  try {
    supervisor.throwIfDead();
    return error;
  } catch (dead) {
    return dead;
  }
}

function writeFiles(folder: string, ports: ClusterPorts): void {
  const files = clusterFiles(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const each of [files.logs, files.certificates]) mkdirSync(each);
  const token = randomBytes(24).toString('base64url');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(files.serviceAccountKey, privateKey, { mode: 0o600 });
  writeFileSync(files.tokens, `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  writeFileSync(files.kubeconfig, kubeconfig(ports.api, files.apiCertificate, token), { mode: 0o600 });
  copyFileSync(join(import.meta.dirname, 'stages.yaml'), files.stages);
}

const kubeconfig = (port: number, certificate: string, token: string): string => `apiVersion: v1
kind: Config
clusters:
  - name: archon
    cluster:
      server: https://127.0.0.1:${port}
      certificate-authority: ${JSON.stringify(certificate)}
users:
  - name: admin
    user:
      token: ${token}
contexts:
  - name: archon
    context:
      cluster: archon
      user: admin
current-context: archon
`;

const readyWithinMs = 60_000;

async function untilReady(supervisor: Supervisor, port: number, certificate: string, log: string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    supervisor.throwIfDead();
    if (existsSync(certificate) && (await isReady(port, certificate))) return;
    await delay(50);
  }
  throw new ToolError(
    `kube-apiserver was not ready after ${readyWithinMs / 1000} s. The end of ${log}:\n${lastLines(log)}`,
  );
}

function isReady(port: number, certificate: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/readyz', ca: readFileSync(certificate) }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}
