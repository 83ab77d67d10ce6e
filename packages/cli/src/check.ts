import type { Chart } from '@archon/generator/define-chart';
import { compareFiles } from '@archon/generator/compare-files';
import { generateChart } from '@archon/generator/generate-chart';
import { generateCommand } from '@archon/generator/generated-file';
import { workspaceRoot, type Problem } from '@archon/values';
import { colors as pc } from '@archon/values/colors';
import { refuse } from '@archon/values/problem';
import type { Command } from 'commander';
import { chartFolder, forEachChart } from './charts.ts';
import { runCommand } from './report.ts';

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Check that the committed charts match what the sources generate')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExits 1 when a file is missing, different or stale, and prints the command that fixes it.')
    .action(({ json }: { json?: boolean }) => runCommand(json, () => check(json)));
}

function check(json: boolean | undefined): void {
  const charts = forEachChart(compare);
  if (json) return void console.log(JSON.stringify({ ok: true, charts }));
  for (const { chart, files } of charts) console.log(`${pc.bold(chart)}  ${files} files are up to date`);
}

function compare(chart: Chart): { chart: string; files: number } {
  const { name } = chart;
  const files = generateChart(workspaceRoot, chart);
  const { missing, different, stale } = compareFiles(chartFolder(name), files);
  const hint = `Fix it with: ${generateCommand}`;
  const problem = (path: string, message: string): Problem => ({ file: `charts/${name}/${path}`, message, hint });
  refuse([
    ...missing.map((path) => problem(path, 'The file is missing.')),
    ...different.map((path) => problem(path, 'The file differs from what the sources generate.')),
    ...stale.map((path) => problem(path, 'No source generates this file any more.')),
  ]);
  return { chart: name, files: files.length };
}
