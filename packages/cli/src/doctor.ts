import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { DoctorOptions } from './examine-cluster.ts';
import { more, runCommand } from './report.ts';

/** The published package has it in the same place. */
const rbac = new URL('../../../docs/doctor/rbac.yaml', import.meta.url);

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Read a cluster, and say what in it keeps these values from running')
    .option('-f, --values <file>', 'values file, as with helm; may be repeated (default: the chart’s defaults)', more)
    .option('--set <key=value>', 'value of the chart, as with helm; may be repeated', more)
    .option('--chart <name>', 'the chart whose values they are (default: the one that knows most of their keys)')
    .option('-n, --namespace <name>', 'namespace of the release (default: that of the context)')
    .option('--context <name>', 'context of the kubeconfig (default: the current one)')
    .option('--kubeconfig <file>', 'kubeconfig (default: $KUBECONFIG, else ~/.kube/config)')
    .option('--json', 'print the findings as JSON')
    .option('--rbac', 'print a ClusterRole and a Role with the rights that it uses, and do nothing else')
    .addHelpText(
      'after',
      `
It looks at the version, the RuntimeClass, the GPUs with their driver, labels, taints and free devices, StorageClasses,
the Ingress class, custom resources, the namespace with its Pod Security level, quotas and limits, and the Secrets and other
objects that the values name. Each finding says what was seen, what it means for these values, and what to set.
It only sends GET requests, and of a Secret it keeps the names of the keys. A right that you do not have is a finding, with
the rule to add; --rbac prints all of them.
Exit code: 1 a finding is an error (the release cannot start), or the cluster or the values cannot be read; else 0.

Examples:
  archon doctor -n archon-system                       before the first install: the chart's defaults
  archon doctor -f my-values.yaml -n archon-system
  archon doctor -f my-values.yaml --context home --json
  archon doctor --chart archon-ci -n ci                is Tekton there?`,
    )
    .action((options: DoctorOptions) =>
      runCommand(options.json, async () => {
        if (options.rbac) return void process.stdout.write(readFileSync(rbac, 'utf8'));
        await (await import('./examine-cluster.ts')).examineCluster(options);
      }),
    );
}
