import { runCommand } from './report.ts';
import type { Command } from 'commander';

export function addPresets(program: Command): void {
  program
    .command('presets')
    .description('List the presets, and the plan of each on its GPUs')
    .argument('[name]', 'name of one preset, to list its GPUs')
    .option('--json', 'print presets, GPUs and answers as JSON')
    .addHelpText(
      'after',
      `
Examples:
  archon presets
  archon presets nvidia-16gb
  helm install archon charts/archon-vllm --set preset=nvidia-16gb`,
    )
    .action((name: string | undefined, { json }: { json?: boolean }) =>
      runCommand(json, async () => (await import('./list-presets.ts')).listPresets(name, json)),
    );
}
