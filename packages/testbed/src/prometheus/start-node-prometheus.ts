import { join } from 'node:path';
import type { Cluster } from '../cluster/start-cluster.ts';
import { until } from '../cluster/until.ts';
import { realNode } from '../node/real-node.ts';
import { PrometheusClient } from './prometheus-client.ts';
import { prometheusProcess, type PrometheusFiles } from './prometheus-process.ts';

const port = 9090;

/** Starts Prometheus in the network of a real node, where it reaches pods by their addresses. It ends with the node. */
export async function startNodePrometheus(
  { folder, kubectl, supervisor }: Cluster,
  files: PrometheusFiles,
): Promise<PrometheusClient> {
  const process = prometheusProcess(join(folder, 'prometheus'), `${realNode.address}:${port}`, files);
  await supervisor.start(process);
  // Only the API server of a node can be reached from outside; it forwards requests to ports of its nodes.
  const proxy = `/api/v1/nodes/http:${realNode.name}:${port}/proxy`;
  const ask = (path: string) => kubectl.run(['get', '--raw', `${proxy}${path}`]);
  const wait = { failure: 'Prometheus was not ready', withinMs: 120_000, everyMs: 200, logs: [process.log] };
  await until(supervisor, wait, async () => (await ask('/-/ready')).code === 0);
  return new PrometheusClient(async (path) => {
    const { stdout, stderr } = await ask(path);
    return stdout || JSON.stringify({ error: stderr.trim() });
  });
}
