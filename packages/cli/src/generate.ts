import { relative } from 'node:path';
import { workspaceRoot } from '@archon/values';
import type { Command } from 'commander';
import { colors as pc } from '@archon/values/colors';
import { generateChart } from '@archon/generator/generate-chart';
import { writeFiles } from '@archon/generator/write-files';
import { chartFolder, charts } from './charts.ts';
import { runCommand } from './report.ts';

interface Options {
  out?: string;
  json?: boolean;
}

export function addGenerate(program: Command): void {
  program
    .command('generate')
    .description('Generate the charts from schemas/, templates and presets')
    .option('-o, --out <folder>', 'write the chart to another folder')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', '\nExamples:\n  archon generate\n  archon generate --out /tmp/archon-vllm')
    .action((options: Options) => runCommand(options.json, () => generate(options)));
}

function generate({ out, json }: Options): void {
  for (const chart of charts) {
    const folder = out ?? chartFolder(chart);
    const files = generateChart(workspaceRoot, chart);
    const { missing, different, stale } = writeFiles(folder, files);
    const written = [...missing, ...different].sort();
    if (json) {
      console.log(JSON.stringify({ ok: true, chart, folder, files: files.length, written, removed: stale }, null, 2));
      continue;
    }
    for (const path of written) console.log(`  ${pc.green('wrote')}   ${path}`);
    for (const path of stale) console.log(`  ${pc.yellow('removed')} ${path}`);
    const state =
      written.length + stale.length === 0 ? 'up to date' : `${written.length} written, ${stale.length} removed`;
    console.log(`${pc.bold(chart)}  ${files.length} files in ${relative(process.cwd(), folder) || '.'}: ${state}`);
  }
}
