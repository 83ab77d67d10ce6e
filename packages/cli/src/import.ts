import type { Command } from 'commander';
import type { ImportOptions } from './import-server.ts';
import { runCommand } from './report.ts';

export function addImport(program: Command): void {
  program
    .command('import')
    .description('Print a values file for what runs vLLM elsewhere: a command line, a compose file, a manifest')
    .argument('<source...>', 'a command in quotes, a file, or - for stdin')
    .option('--name <name>', 'the server to take, where the source has several')
    .option('--release <version>', 'vLLM release of the image, where its tag does not say it')
    .option('--json', 'print the values, what has no place and the problems as JSON')
    .addHelpText(
      'after',
      `
Reads "vllm serve …" (or python3 -m vllm.entrypoints.openai.api_server …), "docker run …" and "podman run …", compose
files, manifests of a Deployment, StatefulSet or Pod with their Service and Ingress, and values files of vLLM's
production stack. Every argument becomes a value, an entry of engine.extraArgs, or a comment at the end that says why
it has no place. Secrets are never printed: the values name a Secret, and a comment says how to create it.
Exit code: 0 printed, 2 printed but the chart refuses it (the problems are on stderr), 1 nothing to read.

Examples:
  archon import "vllm serve Qwen/Qwen3-8B --max-model-len 16384 -tp 2" > my-values.yaml
  archon import compose.yaml
  kubectl get deployment,service,ingress -o yaml | archon import -
  archon validate my-values.yaml`,
    )
    .action((source: string[], options: ImportOptions) =>
      runCommand(options.json, async () => (await import('./import-server.ts')).importServer(source, options)),
    );
}
