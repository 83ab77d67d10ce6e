import { tokens } from '@archon/advice/format';
import {
  ArchonError,
  parseYamlFile,
  readText,
  refuse,
  validateValues,
  type EffectiveValues,
  type Problem,
} from '@archon/values';
import type { Command } from 'commander';
import { colors as pc } from '@archon/values/colors';
import { chartModel } from './chart-model.ts';
import { runCommand } from './report.ts';

export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('Check values files as the chart does, with the place of every problem')
    .argument('<values.yaml...>', 'values files; later ones override earlier ones, as with helm -f')
    .option('--json', 'print problems, or the effective values, as JSON')
    .addHelpText('after', '\nExamples:\n  archon validate my-values.yaml\n  archon validate base.yaml home.yaml --json')
    .action((files: string[], { json }: { json?: boolean }) => runCommand(json, () => validate(files, json)));
}

function validate(paths: string[], json: boolean | undefined): void {
  const files = collect(paths, (path) => parseYamlFile(path, readText(path)));
  const effective = validateValues(chartModel(), files);
  if (json) return void console.log(JSON.stringify({ ok: true, ...effective }, null, 2));
  console.log(`${pc.green('valid')}  ${paths.join(', ')}`);
  for (const [label, text] of summary(effective)) console.log(`  ${pc.dim(label.padEnd(8))} ${text}`);
}

/** Applies a function to all items, and reports the problems of all of them together. */
function collect<T, R>(items: T[], apply: (item: T) => R): R[] {
  const problems: Problem[] = [];
  const results = items.flatMap((item) => {
    try {
      return [apply(item)];
    } catch (error) {
      if (!(error instanceof ArchonError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  refuse(problems);
  return results;
}

function summary({ values, facts }: EffectiveValues): [string, string][] {
  const engine = values.engine as { maxModelLen?: number };
  const model = values.model as { id: string };
  return [
    ['preset', String(values.preset) || 'none'],
    ['model', `${model.id}${facts.modelFromPreset ? '' : ', not the preset’s'}`],
    ['context', engine.maxModelLen == null ? 'the model’s maximum' : `${tokens(Number(engine.maxModelLen))} tokens`],
    ['vLLM', String(facts.release)],
  ];
}
