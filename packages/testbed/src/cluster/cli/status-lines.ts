import { colors as pc } from '@archon/values/colors';
import type { NodeUsage } from './gpu-usage.ts';
import type { ClusterStatus } from './status.ts';

/** The status of a cluster as text. */
export function statusLines(cluster: ClusterStatus): string[] {
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
