import {
  isRecord,
  parseYamlFile,
  placeOf,
  readText,
  validateValues,
  type EffectiveValues,
  type YamlFile,
} from '@archon/values';
import { tokens } from '@archon/advice/format';
import type { Command } from 'commander';
import { colors as pc } from '@archon/values/colors';
import { visible } from '@archon/values/visible';
import { chartNamed, chartWithKeys, modelOf } from './charts.ts';
import { collect, runCommand } from './report.ts';
import { ArchonError } from '@archon/values/problem';

interface Options {
  chart?: string;
  from?: string;
  to?: string;
  json?: boolean;
}

export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('Check values files as the chart does, with the place of every problem')
    .argument('<values.yaml...>', 'values files; later ones override earlier ones, as with helm -f')
    .option('--chart <name>', 'the chart whose values they are (default: the one that knows most of their keys)')
    .option('--from <release>', 'say what changes for these values since that vLLM release')
    .option('--to <release>', 'with --from: up to this release (default: that of the values)')
    .option('--json', 'print problems, or the effective values, as JSON')
    .addHelpText(
      'after',
      `
With --from it lists what changes between two releases for these values, what breaks first: options that are gone,
the driver and the user of the image, defaults of options that the values do not set, and with gpu.product the memory.
With gpu.product values are refused that cannot start on the GPU, unless gpu.allowUnsupported is true.
Exit code: 0 valid, 1 refused, 2 valid but --from found something that breaks.

Examples:
  archon validate my-values.yaml
  archon validate base.yaml home.yaml --json
  archon validate fleet.yaml                the values of archon-gitops, or of another chart
  archon validate --from 0.22.1 my-values.yaml
  archon validate --from 0.22.1 --to 0.33.0 my-values.yaml`,
    )
    .action((files: string[], options: Options) => runCommand(options.json, async () => validate(files, options)));
}

async function validate(paths: string[], { chart, from, to, json }: Options): Promise<void> {
  if (to !== undefined && from === undefined)
    throw new ArchonError([
      { path: '--to', message: '--to needs --from.', hint: 'For example: --from 0.22.1 --to 0.33.0' },
    ]);
  const files = collect(paths, (path) => parseYamlFile(path, readText(path)));
  const keys = files.flatMap(({ value }) => (isRecord(value) ? Object.keys(value) : []));
  const name = chart ?? chartWithKeys(keys);
  const effective = validateValues(modelOf(name), files);
  const planned = saysOfGpu(effective)
    ? await (await import('./verdict-on-values.ts')).verdictOnValues(effective, paths)
    : undefined;
  if (planned?.fits === false) refuseUnplanned(effective, files, planned.sentence);
  const compare = from === undefined ? undefined : await import('./compare-values.ts');
  const comparison = compare?.compareValues(effective, { from: from!, ...(to !== undefined && { to }) });
  if (comparison?.changes.some(({ kind }) => kind === 'breaks')) process.exitCode = 2;
  if (json)
    return void console.log(
      visible(
        JSON.stringify(
          { ok: true, ...effective, ...(planned && { planned }), ...(comparison && { comparison }) },
          null,
          2,
        ),
      ),
    );
  console.log(`${pc.green('valid')}  ${visible(paths.join(', '))}`);
  if (name !== chartNamed().name) console.log(`  ${pc.dim('chart'.padEnd(8))} ${name}`);
  for (const [label, text] of summary(effective)) console.log(`  ${pc.dim(label.padEnd(8))} ${visible(text)}`);
  for (const { path, message } of effective.warnings)
    console.log(`  ${pc.yellow('warning')}  ${path}: ${visible(message)}`);
  for (const [label, text] of hardwareLines(effective)) console.log(`  ${label.padEnd(8)} ${visible(text)}`);
  if (planned) console.log(`  ${pc.dim('plan'.padEnd(8))} ${visible(planned.sentence)}`);
  if (comparison) for (const line of compare!.comparisonLines(comparison)) console.log(line);
}

/** A start that the planner rules out, though the chart counts too little to refuse it: parts of a GPU, several of them. */
function refuseUnplanned({ values }: EffectiveValues, files: YamlFile[], message: string): void {
  const { allowUnsupported, resourceName } = values.gpu as { allowUnsupported: boolean; resourceName: string };
  if (allowUnsupported) return;
  const path = resourceName === 'nvidia.com/gpu' ? 'gpu.product' : 'gpu.resourceName';
  const hint = 'To take the values all the same: gpu.allowUnsupported: true. What fits: archon plan -f <your values>.';
  throw new ArchonError([{ ...placeOf(files, path.split('.')), path, message, hint }]);
}

/** Whether the chart says anything of a GPU: without gpu.product it does not. */
const saysOfGpu = ({ computed }: EffectiveValues): boolean =>
  ((computed.hardware as { notes?: string[] } | undefined)?.notes ?? []).length > 0;

/** What NOTES says of the GPU, from the same computed values. */
function hardwareLines({ computed }: EffectiveValues): [string, string][] {
  const { notes = [], allowed = [] } = (computed.hardware ?? {}) as { notes?: string[]; allowed?: string[] };
  return [
    ...allowed.map((text): [string, string] => ['warning', `${text} gpu.allowUnsupported is true.`]),
    ...notes.map((text): [string, string] => ['GPU', text]),
  ];
}

/** What a valid file comes to; only what the chart has. */
function summary({ values, computed }: EffectiveValues): [string, string][] {
  const { maxModelLen, enableAutoToolChoice } = (values.engine ?? {}) as {
    maxModelLen?: number;
    enableAutoToolChoice?: boolean;
  };
  const { id } = (values.model ?? {}) as { id?: string };
  const lines: [string, string | undefined][] = [
    ['preset', values.preset === undefined ? undefined : String(values.preset) || 'none'],
    ['model', id && `${id}${computed.modelFromPreset ? '' : ', not the preset’s'}`],
    ['context', values.engine && (maxModelLen == null ? 'the model’s maximum' : `${tokens(maxModelLen)} tokens`)],
    ['tools', values.engine && !enableAutoToolChoice ? 'off: requests with tools get 400' : undefined],
    ['vLLM', values.model === undefined ? undefined : String(computed.release)],
  ] as [string, string | undefined][];
  return lines.filter((line): line is [string, string] => line[1] !== undefined);
}
