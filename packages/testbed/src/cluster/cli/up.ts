import { shellWord } from '@archon/values/shell-word';
import { colors as pc } from '@archon/values/colors';
import { kubernetesVersion } from '../../go/go.ts';
import { resolveTool } from '../../go/go-tools.ts';
import { shortPath } from '../../process/cache-dir.ts';
import { ToolError } from '../../process/tool-error.ts';
import { requireRealNode } from '../../node/require-real-node.ts';
import { lockCluster } from '../state/cluster-lock.ts';
import type { FakeNodeReader } from '../fake-nodes.ts';
import type { RealNodeContent } from '../../node/real-node.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { listenForInterruption } from './report.ts';
import { formatNodes, parseName, parseNodes, parsePort } from './options.ts';
import { Progress } from './progress.ts';
import { type ClusterRequest, runningCluster } from './running-cluster.ts';
import { startAndStay } from './start-named.ts';

/** What the command is given by a caller that knows GPUs, images and charts. */
export interface ClusterContent {
  gpuNodes: FakeNodeReader;
  realNode: RealNodeContent;
  /** Labels and commands for what to do with a cluster that runs. */
  nextSteps(cluster: { helm: string; real: boolean }): [label: string, command: string][];
}

export interface UpOptions {
  name: string;
  node?: string[];
  port?: string;
  registryPort?: string;
  json?: boolean;
}

/** `cluster up`: starts a cluster, or reports that it is running. */
export async function up({ json, ...options }: UpOptions, content: ClusterContent): Promise<void> {
  const request = readRequest(options, content);
  const { name } = request;
  const progress = new Progress();
  const interruption = listenForInterruption(`nothing of "${name}" is left running`);
  const { signal } = interruption;
  try {
    const onWait = (pid: number) => progress.say(`Another command is changing "${name}" (pid ${pid}); waiting for it.`);
    const lock = await lockCluster(name, { signal, onWait });
    try {
      const running = await runningCluster(request, (text) => progress.say(text));
      const state = running ?? (await startAndStay(request, { lock, signal, progress }));
      const how = running ? 'is already running' : `is up, after ${progress.seconds} s`;
      if (json) console.log(JSON.stringify({ ok: true, alreadyUp: Boolean(running), ...describe(state) }, null, 2));
      else console.log(lines(state, how, content).join('\n'));
    } finally {
      lock.release();
    }
  } finally {
    interruption.stop();
  }
}

function readRequest({ name, node, port, registryPort }: UpOptions, content: ClusterContent): ClusterRequest {
  const [api, registry] = [parsePort('--port', port), parsePort('--registry-port', registryPort)];
  if (api !== undefined && api === registry)
    throw new ToolError(`--port and --registry-port are both ${api}: two servers cannot share a port.`);
  const ports = { ...(api && { api }), ...(registry && { registry }) };
  const { nodes, real } = parseNodes(node, content.gpuNodes);
  if (real) requireRealNode(content.realNode.whyNot());
  return {
    name: parseName(name),
    nodes,
    real: real && { ...real, content: content.realNode },
    ports,
    defaultNodes: content.gpuNodes.defaults,
  };
}

/** The output for programs. */
function describe({ name, kubeconfig, ports, nodes, real, startedAt, supervisor }: ClusterState) {
  return {
    name,
    startedAt,
    kubernetes: kubernetesVersion(),
    kubeconfig,
    api: `https://127.0.0.1:${ports.api}`,
    registry: `127.0.0.1:${ports.registry}`,
    nodes: formatNodes({ nodes, real }).split(' '),
    supervisorPid: supervisor.pid,
    helm: resolveTool('helm4'),
    kubectl: resolveTool('kubectl'),
  };
}

function lines(state: ClusterState, how: string, { nextSteps }: ClusterContent): string[] {
  const { name, kubeconfig, registry, nodes, helm, kubectl } = describe(state);
  const rows = [
    ['nodes', `${nodes.join(', ')} (${state.real ? howReal : howFake})`],
    ['registry', `oci://${registry}/charts (plain http: helm push --plain-http …)`],
    ['kubectl', `${shortPath(kubectl)} get nodes`],
    ...nextSteps({ helm: shortPath(helm), real: state.real !== undefined }),
    ['stop', `npm run cluster -- down${name === 'default' ? '' : ` --name ${name}`}`],
  ];
  return [
    `${pc.bold(`"${name}" ${how}`)}: Kubernetes ${kubernetesVersion()}, on this machine only.`,
    '',
    `  ${pc.cyan(`export KUBECONFIG=${shellWord(kubeconfig)}`)}`,
    '',
    ...rows.map(([label = '', text]) => `  ${pc.dim(label.padEnd(9))} ${text}`),
  ];
}

const howFake = 'fake: pods are Ready immediately, no container runs';
const howReal = 'real-0 runs containers, without devices; others are fake';

/** Quoted as one word for a shell. */
