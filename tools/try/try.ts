import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { listenForInterruption, runCommand } from '@archon/testbed/report';
import { vllmNode } from '@archon/engine/vllm-node';
import { colors as pc } from '@archon/values/colors';
import { buildSteps } from '@archon/testbed/build-steps';
import { tryAsProcess } from './try-as-process.ts';
import { tryOnNode } from './try-on-node.ts';

// `npm run try`: the chart serves on this machine.
const program = new Command('npm run try --')
  .description('Try the chart: a real Kubernetes node, the chart, the real vLLM on the CPU, and an answer')
  .option('--keep', 'leave the node running, and print how to stop it')
  .option('--as-process', 'without a node: only the process of the rendered pod')
  .showHelpAfterError('(npm run try -- --help shows the options)')
  .addHelpText(
    'after',
    `
In a terminal it runs until Ctrl-C; elsewhere it stops after the answer. It removes everything except what it built in
ARCHON_CACHE_DIR. A node needs Linux and root; without them the server runs as a plain process.

Examples:
  npm run try
  npm run try -- --keep
  npm run try -- --as-process`,
  )
  .action(({ keep = false, asProcess = false }: { keep?: boolean; asProcess?: boolean }) =>
    runCommand(false, async () => {
      const why = asProcess ? '--as-process was given' : vllmNode.whyNot();
      for (const line of describeRun(why, keep)) console.error(line);
      const interruption = listenForInterruption('it has stopped completely');
      try {
        const options = { keep, signal: interruption.signal };
        await (why === undefined ? tryOnNode(options) : tryAsProcess(options));
      } finally {
        interruption.stop();
      }
    }),
  );
await program.parseAsync();

/** What a run will do, before it starts; `why` is the reason why a node cannot run. */
function describeRun(why: string | undefined, keep = false): string[] {
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
