import { ArchonError, workspaceRoot, type Problem } from '@archon/values';
import type { Command } from 'commander';
import { colors as pc } from '@archon/values/colors';
import { generateChart } from '@archon/generator/generate-chart';
import { generateCommand } from '@archon/generator/generated-file';
import { compareFiles } from '@archon/generator/compare-files';
import { chartFolder, charts } from './charts.ts';
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
  for (const chart of charts) {
    const files = generateChart(workspaceRoot, chart);
    const { missing, different, stale } = compareFiles(chartFolder(chart), files);
    const hint = `Fix it with: ${generateCommand}`;
    const problem = (path: string, message: string): Problem => ({ file: `charts/${chart}/${path}`, message, hint });
    const problems = [
      ...missing.map((path) => problem(path, 'The file is missing.')),
      ...different.map((path) => problem(path, 'The file differs from what the sources generate.')),
      ...stale.map((path) => problem(path, 'No source generates this file any more.')),
    ];
    if (problems.length > 0) throw new ArchonError(problems);
    if (json) console.log(JSON.stringify({ ok: true, chart, files: files.length }));
    else console.log(`${pc.bold(chart)}  ${files.length} files are up to date`);
  }
}
