import type { Command } from 'commander';
import type { ValuesOptions } from './values-request.ts';
import { more, runCommand } from './report.ts';

export function addValues(program: Command): void {
  program
    .command('values')
    .description('Print a values file that is checked by the planner, ready for helm install -f')
    .option('--gpu <id>', 'GPU: id of the catalog, name or node label')
    .option('--gpu-count <n>', 'GPUs of the pod; they share each layer unless the values say otherwise')
    .option(
      '--model <id>',
      'model: id or address on the Hugging Face Hub (default: the preset’s, or the best code model)',
    )
    .option('--model-config <path>', 'a model that is not on the Hub: its config.json, or the folder of the checkpoint')
    .option('--release <version>', 'release of vLLM (default: the newest whose image runs on the GPU)')
    .option('--context <tokens>', 'context of one request (default: what fits, up to 131072)')
    .option('--users <n>', 'concurrent requests that the KV cache must hold, each with the whole context (default: 1)')
    .option('--set <key=value>', 'value of the chart, as with helm; may be repeated', more)
    .option('-f, --values <file>', 'values file, as with helm; may be repeated', more)
    .option('--from-cluster', 'choose the GPU, RuntimeClass, tolerations, StorageClass and Ingress class of a cluster')
    .option('--kube-context <name>', 'with --from-cluster: context of the kubeconfig (default: the current one)')
    .option('--kubeconfig <file>', 'with --from-cluster: kubeconfig (default: $KUBECONFIG, else ~/.kube/config)')
    .option('--json', 'print the values, the plan and the reasons as JSON')
    .option('--link [address]', 'print the link to the configurator instead (default address: that of archon web)')
    .addHelpText(
      'after',
      `
Every figure is the planner's pessimistic estimate. Without --model it takes the model of the GPU's preset, if
that meets the request, else the best code model with a licence free for commercial use: larger before smaller and
more bits before fewer, if a context of 16,384 tokens fits, else 8,192, else 4,096.
Values of -f and --set are in the printed file as they are; the planner chooses the rest. A model that the catalog does
not have is read from the Hub, as archon plan does.
With --from-cluster the GPU is that of the nodes (with several, set --gpu), and an image is chosen that their driver can run.
What the cluster does not tell keeps the chart's default. archon doctor -f then checks the file against the same cluster.
Exit code: 0 printed, 2 nothing fits (with suggestions), 1 invalid input.

Examples:
  archon values --gpu rtx-5070-ti > my-values.yaml
  archon values --gpu rtx-4090 --context 32768 --users 2
  archon values --gpu l4 --model openai/gpt-oss-20b
  archon values --gpu l4 --gpu-count 2 --model unsloth/Qwen3-14B-unsloth-bnb-4bit      read from the Hub
  archon values --gpu rtx-4090 -f my-values.yaml --set engine.maxNumSeqs=8
  archon values --from-cluster --model Qwen/Qwen3-8B > my-values.yaml
  helm install archon charts/archon-vllm -n archon-system --create-namespace -f my-values.yaml`,
    )
    .action((options: ValuesOptions) =>
      runCommand(options.json, async () => (await import('./print-values.ts')).printValues(options)),
    );
}
