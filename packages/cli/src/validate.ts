import { parseYamlFile, readText, validateValues, type EffectiveValues } from '@archon/values';
import { tokens } from '@archon/advice/format';
import type { Command } from 'commander';
import { colors as pc } from '@archon/values/colors';
import { visible } from '@archon/values/visible';
import { modelOf } from './charts.ts';
import { collect, runCommand } from './report.ts';

interface Options {
  chart?: string;
  json?: boolean;
}

export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('Check values files as the chart does, with the place of every problem')
    .argument('<values.yaml...>', 'values files; later ones override earlier ones, as with helm -f')
    .option('--chart <name>', 'the chart whose values they are (default: archon-vllm)')
    .option('--json', 'print problems, or the effective values, as JSON')
    .addHelpText('after', '\nExamples:\n  archon validate my-values.yaml\n  archon validate base.yaml home.yaml --json')
    .action((files: string[], options: Options) => runCommand(options.json, () => validate(files, options)));
}

function validate(paths: string[], { chart, json }: Options): void {
  const files = collect(paths, (path) => parseYamlFile(path, readText(path)));
  const effective = validateValues(modelOf(chart), files);
  if (json) return void console.log(visible(JSON.stringify({ ok: true, ...effective }, null, 2)));
  console.log(`${pc.green('valid')}  ${visible(paths.join(', '))}`);
  for (const [label, text] of summary(effective)) console.log(`  ${pc.dim(label.padEnd(8))} ${visible(text)}`);
}

/** What a valid file comes to; only what the chart has. */
function summary({ values, computed }: EffectiveValues): [string, string][] {
  const { maxModelLen } = (values.engine ?? {}) as { maxModelLen?: number };
  const { id } = (values.model ?? {}) as { id?: string };
  const lines: [string, string | undefined][] = [
    ['preset', values.preset === undefined ? undefined : String(values.preset) || 'none'],
    ['model', id && `${id}${computed.modelFromPreset ? '' : ', not the preset’s'}`],
    ['context', values.engine && (maxModelLen == null ? 'the model’s maximum' : `${tokens(maxModelLen)} tokens`)],
    ['vLLM', computed.release === undefined ? undefined : String(computed.release)],
  ] as [string, string | undefined][];
  return lines.filter((line): line is [string, string] => line[1] !== undefined);
}
