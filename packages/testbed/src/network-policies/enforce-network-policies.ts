import { join } from 'node:path';
import { lastLines } from '../cluster/last-lines.ts';
import type { Cluster } from '../cluster/start-cluster.ts';
import type { SupervisedProcess } from '../cluster/supervisor.ts';
import { resolveTool } from '../go/go-tools.ts';
import { realNode } from '../node/real-node.ts';
import { ToolError } from '../process/tool-error.ts';

/** The number of the queue in which packets wait for a verdict. */
const queue = 100;

/**
 * Enforces NetworkPolicies on the real node of a cluster, which its bridge does not do. The first packet of each connection that a
 * pod opens waits for a verdict, and is dropped while nobody gives one. Probes pass: the kubelet opens their connections.
 */
export async function enforceNetworkPolicies({ supervisor, folder, kubeconfig }: Cluster): Promise<void> {
  const part = (name: string, ...args: string[]): SupervisedProcess => ({
    name,
    args,
    log: join(folder, 'logs', `${name}.log`),
    cwd: '/',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  const place = [`--kubeconfig=${kubeconfig}`, `--node=${realNode.name}`, `--queue=${queue}`];
  await supervisor.start(part('network-policies', resolveTool('network-policies'), ...place));
  const rules = part('network-policies-rules', '/bin/sh', '-ec', addRules);
  const ended = await supervisor.run(rules);
  supervisor.throwIfDead();
  if (ended !== 'exit status 0')
    throw new ToolError(`The real node cannot enforce NetworkPolicies (${ended}):\n${lastLines(rules.log)}`);
}

// After a Service's address has become that of a pod, as NetworkPolicies mean it. INPUT: programs of the node, such as DNS and
// the hub, are like any other address to a pod. With iptables, because not every kernel lets nftables queue.
const addRules = `
listening='grep -q "^ *${queue} " /proc/net/netfilter/nfnetlink_queue'
timeout 60 sh -c "until $listening; do sleep 0.1; done" || { echo "Nobody listens to queue ${queue}."; exit 1; }
for pods in FORWARD "INPUT --in-interface ${realNode.podBridge}"; do
  iptables-legacy --table mangle --append $pods --match conntrack --ctstate NEW --jump NFQUEUE --queue-num ${queue}
done`;
