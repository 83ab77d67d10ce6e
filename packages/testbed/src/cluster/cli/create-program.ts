import { Command } from 'commander';
import { down, type DownOptions } from './down.ts';
import { runCommand } from './report.ts';
import { status, type StatusOptions } from './status.ts';
import { type ClusterContent, up, type UpOptions } from './up.ts';

export type { ClusterContent };

/** The `npm run cluster` command line. */
export function createProgram(content: ClusterContent): Command {
  const program = new Command('npm run cluster --')
    .description('A real Kubernetes control plane on this machine, with GPU nodes that need no GPU and no container')
    .showSuggestionAfterError()
    .showHelpAfterError('(npm run cluster -- --help shows the commands)')
    .addHelpText(
      'after',
      `
API server, controllers, scheduler, etcd and the OCI registry are real, on 127.0.0.1 only. Nodes are fake
(kwok): pods are scheduled and get Ready, but no container and no probe runs. With --node real they run.

Examples:
  npm run cluster -- up
  npm run cluster -- status
  npm run cluster -- down`,
    );
  addUp(program, content);
  addDown(program);
  addStatus(program);
  return program;
}

function addUp(program: Command, content: ClusterContent): void {
  program
    .command('up')
    .description('Start a cluster and leave it running; the first run builds its programs')
    .option('--name <name>', 'name of the cluster; several can run', 'default')
    .option(
      '--node <node...>',
      `nodes: fake ones by their GPU, or real (default: one, ${content.gpuNodes.defaults.map(({ text }) => text).join(', ')})`,
    )
    .option('--port <port>', 'port of the API server (default: a free one)')
    .option('--registry-port <port>', 'port of the OCI registry (default: a free one)')
    .option('--json', 'print kubeconfig, addresses and programs as JSON')
    .addHelpText(
      'after',
      `
${content.gpuNodes.help}
The cluster has RuntimeClass nvidia, StorageClasses standard (dynamic, ReadWriteOnce) and local
(WaitForFirstConsumer), IngressClass nginx, and the custom resources of Gateway API, Prometheus operator and KEDA.

"real" is one node that really runs pods, by kubelet, containerd and runc, ${content.realNode.help}; it
offers <count> nvidia.com/gpu without devices, and has no way out. It needs Linux and root, and leaves nothing.

Examples:
  npm run cluster -- up
  npm run cluster -- up --node rtx-4090 --node h100-sxm=8:taint
  npm run cluster -- up --node real
  npm run cluster -- up --name mig --node a100-80gb-sxm=7:mig-1g.10gb --json`,
    )
    .action((options: UpOptions) => runCommand(options.json, () => up(options, content)));
}

function addDown(program: Command): void {
  program
    .command('down')
    .description('Stop a cluster that up has started, and remove its data and volumes')
    .option('--name <name>', 'name of the cluster (default: default)')
    .option('--all', 'every cluster that up has started')
    .addHelpText('after', '\nExamples:\n  npm run cluster -- down\n  npm run cluster -- down --all')
    .action((options: DownOptions) => runCommand(false, () => down(options)));
}

function addStatus(program: Command): void {
  program
    .command('status')
    .description('Show what runs: addresses, nodes, free GPUs, and parts that have ended with the end of their log')
    .option('--name <name>', 'one cluster (default: all)')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Exits 1 when a part of a cluster has ended, or a cluster is gone without down.

Examples:
  npm run cluster -- status
  npm run cluster -- status --name mig --json`,
    )
    .action((options: StatusOptions) => runCommand(options.json, () => status(options)));
}
