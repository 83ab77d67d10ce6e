import { existsSync } from 'node:fs';
import { colors as pc } from '@archon/values/colors';
import { buildSteps } from '@archon/testbed/build-steps';

/** What a run will do, before it does anything; `why` no node can run, and whether it stays. */
export function announce(why: string | undefined, keep = false): string[] {
  const place =
    why === undefined
      ? [
          'This starts a Kubernetes node on this machine (kubelet, containerd, in namespaces of its own with no way out),',
          'installs charts/archon-vllm there by Helm, with vLLM built for CPU and a model of 135 million parameters, and asks',
          `it a question. Nothing is installed on this machine, and ${keep ? 'it stays until you stop it' : 'nothing is left when it ends'}.`,
        ]
      : [
          `Without a Kubernetes node: ${why}.`,
          'So the server is started as a plain process, with the command and the environment of the pod that',
          'charts/archon-vllm renders, with vLLM built for CPU and a model of 135 million parameters, and asked a question.',
        ];
  const built = buildSteps(why === undefined).every(({ folder }) => existsSync(folder));
  const time = built
    ? 'All of it is built: about a minute and a half, 6 GB of memory.'
    : 'The first time it builds what it needs: see below. The next time takes about a minute and a half, and 6 GB of memory.';
  return [pc.bold('npm run try: see Archon serve, without a GPU and without a cluster.'), ...place, pc.dim(time), ''];
}
