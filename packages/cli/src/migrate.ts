import { renameSync, writeFileSync } from 'node:fs';
import { parseYamlFile, readText } from '@archon/values';
import { colors as pc } from '@archon/values/colors';
import { migrateValues } from '@archon/values/migrate-values';
import type { Command } from 'commander';
import { visible } from '@archon/values/visible';
import { chartNamed, modelOf } from './charts.ts';
import { runCommand } from './report.ts';

interface Options {
  inPlace?: boolean;
  chart?: string;
  json?: boolean;
}

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Write the new names of values into an old file of values, comments kept')
    .argument('<values.yaml>', 'the file of values')
    .option('-i, --in-place', 'change the file instead of printing the new one')
    .option('--chart <name>', 'the chart whose values they are (default: archon-vllm)')
    .option('--json', 'print the new text and what was renamed as JSON')
    .addHelpText(
      'after',
      `
Prints the whole file with new names to stdout and what was renamed to stderr. Check the result: archon validate.

Examples:
  archon migrate my-values.yaml > new-values.yaml
  archon migrate --in-place my-values.yaml`,
    )
    .action((path: string, options: Options) => runCommand(options.json, () => migrate(path, options)));
}

function migrate(path: string, { inPlace, chart, json }: Options): void {
  const old = readText(path);
  const { root, schema } = modelOf(chart).model;
  const rewrite = (values: Record<string, unknown>) => chartNamed(chart).rewriteValues(values, schema);
  const { text, renamed } = migrateValues(parseYamlFile(path, old), old, root.renamed, rewrite);
  if (inPlace && text !== old) {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
  if (json) return void console.log(JSON.stringify({ ok: true, file: path, renamed, text }, null, 2));
  for (const { from, to } of renamed) console.error(`  ${pc.green('renamed')} ${from} to ${to}`);
  if (renamed.length === 0) console.error(`${visible(path)} has no old names.`);
  if (!inPlace) process.stdout.write(text);
}
