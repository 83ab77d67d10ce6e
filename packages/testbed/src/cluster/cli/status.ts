import { colors as pc } from '@archon/values/colors';
import { ToolError } from '../../process/tool-error.ts';
import { Kubectl } from '../kubectl.ts';
import { lockHolder } from '../state/cluster-lock.ts';
import {
  clusterNames,
  type ClusterState,
  type EndedProcess,
  endedProcesses,
  isRunning,
  readState,
} from '../state/cluster-state.ts';
import { gpuUsage, type NodeUsage } from './gpu-usage.ts';
import { misspelt, parseName } from './options.ts';

/** The status of one cluster. */
interface ClusterStatus {
  name: string;
  /** `broken`: a part of it has ended; `gone`: it ended without `down`. */
  state: 'running' | 'broken' | 'starting' | 'gone';
  startedAt?: string;
  kubeconfig?: string;
  api?: string;
  registry?: string;
  nodes: NodeUsage[];
  /** Parts that ended by themselves. */
  ended: EndedProcess[];
  /** Why the API server does not answer. */
  apiProblem?: string;
}

export interface StatusOptions {
  name?: string;
  json?: boolean;
}

/** `cluster status`: exits 1 when a cluster does not run as `up` has started it. */
export async function status({ name, json }: StatusOptions): Promise<void> {
  const names = clusterNames();
  if (name !== undefined && !names.includes(parseName(name))) throw unknown(name);
  const clusters = await Promise.all((name === undefined ? names : [name]).map(clusterStatus));
  if (clusters.some(({ state }) => state === 'broken' || state === 'gone')) process.exitCode = 1;
  if (json) return console.log(JSON.stringify({ ok: process.exitCode !== 1, clusters }, null, 2));
  console.log(
    clusters.length === 0
      ? 'No cluster is running. Start one with: npm run cluster -- up'
      : clusters.map((cluster) => statusLines(cluster).join('\n')).join('\n\n'),
  );
}

function unknown(name: string): ToolError {
  return (
    misspelt(name) ??
    new ToolError(`There is no cluster "${name}". Start it with: npm run cluster -- up --name ${name}`)
  );
}

async function clusterStatus(name: string): Promise<ClusterStatus> {
  const state = readState(name);
  if (!state) return { name, state: lockHolder(name) === undefined ? 'gone' : 'starting', nodes: [], ended: [] };
  const { startedAt, kubeconfig, ports } = state;
  const ended = endedProcesses(state);
  const known = { name, startedAt, ended, kubeconfig };
  if (!isRunning(state)) return { ...known, state: 'gone', nodes: [] };
  const answer = await askApi(state, ended);
  return {
    ...known,
    state: ended.length > 0 || answer.apiProblem !== undefined ? 'broken' : 'running',
    api: `https://127.0.0.1:${ports.api}`,
    registry: `127.0.0.1:${ports.registry}`,
    ...answer,
  };
}

/** Without an API server there is nothing to ask. */
async function askApi(
  { kubeconfig }: ClusterState,
  ended: readonly EndedProcess[],
): Promise<{ nodes: NodeUsage[]; apiProblem?: string }> {
  const dead = ended.find(({ name }) => name === 'kube-apiserver' || name === 'etcd');
  if (dead) return { nodes: [], apiProblem: `${dead.name} has ended` };
  const get = ['get', 'nodes,pods', '--all-namespaces', '--output=json', '--request-timeout=15s'];
  const { code, stdout, stderr } = await new Kubectl(kubeconfig).run(get);
  if (code !== 0) return { nodes: [], apiProblem: stderr.trim().split('\n').at(-1)! };
  return { nodes: gpuUsage((JSON.parse(stdout) as { items: [] }).items) };
}

/** The status of a cluster as text. */
function statusLines(cluster: ClusterStatus): string[] {
  const { name, state, kubeconfig, api, registry, nodes, ended, apiProblem } = cluster;
  const down = `npm run cluster -- down${name === 'default' ? '' : ` --name ${name}`}`;
  if (state === 'starting') return [`${pc.bold(name)}  is being started or ended`];
  if (state === 'gone')
    return [`${pc.bold(name)}  ${pc.red('has ended')}, but was not stopped`, `  Remove its files: ${down}`];
  return [
    `${pc.bold(name)}  ${state === 'running' ? pc.green('running') : pc.red('broken')} since ${cluster.startedAt}`,
    `  API server  ${api}${apiProblem === undefined ? '' : pc.red(` does not answer: ${apiProblem}`)}`,
    `  registry    oci://${registry}/charts`,
    `  kubeconfig  export KUBECONFIG=${kubeconfig}`,
    ...nodes.map(nodeLine),
    ...ended.flatMap(({ name: part, how, time, log, lastLines }) => [
      pc.red(`  ${part} ended by itself (${how}) at ${time}. The end of ${log}:`),
      ...lastLines.split('\n').map((line) => `  ${line}`),
    ]),
    ...(state === 'broken' ? [`  Start again: ${down} && npm run cluster -- up`] : []),
  ];
}

function nodeLine({ name, ready, product, gpus }: NodeUsage): string {
  const free = gpus.map(({ resource, total, allocated }) => `${total - allocated} of ${total} ${resource} free`);
  const about = [product, ...free].filter((part) => part !== undefined).join(', ');
  return `  ${name.padEnd(11)} ${ready ? '' : pc.red('not ready, ')}${about || 'no GPU'}`;
}
