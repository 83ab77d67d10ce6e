import { Command } from 'commander';
import { listenForInterruption, runCommand } from '@archon/testbed/report';
import { vllmNode } from '@archon/engine/vllm-node';
import { describeRun } from './describe-run.ts';
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
