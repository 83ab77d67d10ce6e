import { existsSync } from 'node:fs';
import { colors as pc } from '@archon/values/colors';
import { vllmNode } from '@archon/engine/vllm-node';
import { buildSteps } from '@archon/testbed/build-steps';

/** What a run will do, before it starts; `why` is the reason why a node cannot run. */
export function describeRun(why: string | undefined, keep = false): string[] {
  const place =
    why === undefined
      ? [
          'This starts a Kubernetes node on this machine (kubelet and containerd, in namespaces without access to the network),',
          'installs charts/archon-vllm there with Helm, vLLM built for CPU and a model of 135 million parameters, and asks',
          `it a question. Nothing is installed on this machine, and ${keep ? 'it stays until you stop it' : 'everything is removed when it ends'}.`,
        ]
      : [
          `Without a Kubernetes node: ${why}.`,
          'The server runs as a plain process, with the command and the environment of the pod that',
          'charts/archon-vllm renders, vLLM built for CPU and a model of 135 million parameters, and answers a question.',
        ];
  const built = buildSteps(why === undefined ? vllmNode : undefined).every(({ folder }) => existsSync(folder));
  const time = built
    ? 'Everything is built already. This takes about a minute and a half, and 6 GB of memory.'
    : 'The first run builds what it needs, see below. Later runs take about a minute and a half, and 6 GB of memory.';
  return [pc.bold('npm run try: see Archon serve, without a GPU and without a cluster.'), ...place, pc.dim(time), ''];
}
