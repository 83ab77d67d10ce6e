import { Command } from 'commander';
import { listenForInterruption } from '@archon/testbed/interruption';
import { runCommand } from '@archon/testbed/report';
import { whyNoRealNode } from '@archon/testbed/demand-real-node';
import { announce } from './announce.ts';
import { tryAsProcess } from './try-as-process.ts';
import { tryOnNode } from './try-on-node.ts';

// `npm run try`: the chart, really serving, on this machine.
const program = new Command('npm run try --')
  .description('See Archon serve: a real Kubernetes node, the chart, the real vLLM on the CPU, and an answer')
  .option('--keep', 'leave it running, and say how to stop it')
  .option('--as-process', 'without a node: the process of the rendered pod alone')
  .showHelpAfterError('(npm run try -- --help shows the options)')
  .addHelpText(
    'after',
    `
In a terminal it runs until Ctrl-C; elsewhere it ends after the answer. Either way nothing is left but what was built,
in ARCHON_CACHE_DIR. A node needs Linux and root; without them the server is started as a plain process.

Examples:
  npm run try
  npm run try -- --keep
  npm run try -- --as-process`,
  )
  .action(({ keep = false, asProcess = false }: { keep?: boolean; asProcess?: boolean }) =>
    runCommand(false, async () => {
      const why = asProcess ? '--as-process asks for none' : whyNoRealNode();
      for (const line of announce(why, keep)) console.error(line);
      const interruption = listenForInterruption('nothing of it is left running');
      try {
        const options = { keep, signal: interruption.signal };
        await (why === undefined ? tryOnNode(options) : tryAsProcess(options));
      } finally {
        interruption.stop();
      }
    }),
  );
await program.parseAsync();
