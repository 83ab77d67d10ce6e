import { relative } from 'node:path';
import { generateChart } from '@archon/generator/generate-chart';
import { writeFiles } from '@archon/generator/write-files';
import { workspaceRoot } from '@archon/values';
import { colors as pc } from '@archon/values/colors';
import { refuse } from '@archon/values/problem';
import type { Command } from 'commander';
import { chartFolder, forEachChart } from './charts.ts';
import { runCommand } from './report.ts';

interface Options {
  out?: string;
  json?: boolean;
}

export function addGenerate(program: Command): void {
  program
    .command('generate')
    .description('Generate the charts from schemas/, templates and presets')
    .option('-o, --out <folder>', 'write each chart into a folder of its name below this one (default: charts)')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', '\nExamples:\n  archon generate\n  archon generate --out /tmp/charts')
    .action((options: Options) => runCommand(options.json, () => generate(options)));
}

function generate({ out, json }: Options): void {
  if (out?.trim() === '') refuse([{ path: '--out', message: 'The name of the folder is empty.' }]);
  // All charts are generated before the first is written.
  const generated = forEachChart((chart) => ({ chart: chart.name, files: generateChart(workspaceRoot, chart) }));
  const charts = generated.map(({ chart, files }) => {
    const folder = chartFolder(chart, out);
    const { missing, different, stale } = writeFiles(folder, files);
    return { chart, folder, files: files.length, written: [...missing, ...different].sort(), removed: stale };
  });
  if (json) return void console.log(JSON.stringify({ ok: true, charts }, null, 2));
  for (const { chart, folder, files, written, removed } of charts) {
    for (const path of written) console.log(`  ${pc.green('wrote')}   ${path}`);
    for (const path of removed) console.log(`  ${pc.yellow('removed')} ${path}`);
    const changes = `${written.length} written, ${removed.length} removed`;
    const state = written.length + removed.length === 0 ? 'up to date' : changes;
    console.log(`${pc.bold(chart)}  ${files} files in ${relative(process.cwd(), folder) || '.'}: ${state}`);
  }
}
