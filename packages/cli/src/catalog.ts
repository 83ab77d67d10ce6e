import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { entryText, readModelConfig, type Model } from '@archon/sizing';
import { ArchonError, workspaceRoot } from '@archon/values';
import type { Command } from 'commander';
import { colors as pc } from '@archon/values/colors';
import type { StartUpOptions } from './add-startup.ts';
import { more, runCommand } from './report.ts';

interface Options {
  id?: string;
  out: string;
  force?: boolean;
  json?: boolean;
}

const freshFile = join(workspaceRoot, 'packages/sizing/calibration/fresh.jsonl');
const catalogFolder = join(workspaceRoot, 'packages/sizing/catalog/models');

export function addCatalog(program: Command): void {
  const catalog = program.command('catalog').description('Work on the catalog of models, GPUs and releases');
  catalog
    .command('add-model')
    .description('Add a model to the catalog from a checkpoint’s config.json and its safetensors, if present')
    .argument('<checkpoint>', 'folder of a checkpoint, its config.json, or id or address on the Hugging Face Hub')
    .option('--id <org/name>', 'name on the Hugging Face Hub, if the files do not state it')
    .option('--out <folder>', 'write the entry to another folder', catalogFolder)
    .option('--force', 'overwrite an existing entry')
    .option('--json', 'print the entry as JSON')
    .addHelpText(
      'after',
      `
Of a model on the Hub it reads the configuration and the headers of the safetensors, as archon plan does, without the
weights: HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE and proxies count.

Examples:
  archon catalog add-model Qwen/Qwen3-8B-FP8
  archon catalog add-model ~/.cache/huggingface/hub/models--Qwen--Qwen3-8B/snapshots/<revision>
  archon catalog add-model ./config.json --id Qwen/Qwen3-8B`,
    )
    .action((checkpoint: string, options: Options) =>
      runCommand(options.json, async () => addModel(checkpoint, options)),
    );
  catalog
    .command('add-startup')
    .description('Add a start-up of vLLM from its log to those that the planner is evaluated on')
    .argument('<log>', 'what vLLM printed, from its first line until it had started or failed')
    .option('--gpu <id>', 'GPU: id of the catalog, name or node label; no log has it')
    .option('--model <id>', 'model of the catalog with the same geometry, if the log does not name one')
    .option('--model-config <path>', 'config.json of a model that the catalog lacks')
    .option('--release <version>', 'release of vLLM, if the log does not say it')
    .option('--outcome <started|failed>', 'what happened, if the log ends before')
    .option('--set <key=value>', 'engine option that the log does not print; may be repeated', more)
    .option('--source <text>', 'where the log is from: an address')
    .option('--note <text>', 'what else is known')
    .option('--out <file>', 'append to another file', freshFile)
    .option('--json', 'print the start-up as JSON')
    .addHelpText(
      'after',
      `
The release, the model, the arguments, what CUDA reports, and the sizes that vLLM printed are read from the log. With them goes
what the planner says today, so that docs/02-planner.md can show how it does on start-ups that it has not seen.

Examples:
  archon catalog add-startup vllm.log --gpu rtx-4090 --source https://github.com/vllm-project/vllm/issues/54122
  kubectl logs deploy/llm > vllm.log && archon catalog add-startup vllm.log --gpu l40s --set gpuMemoryUtilization=0.9`,
    )
    .action((log: string, options: StartUpOptions) =>
      runCommand(options.json, async () => (await import('./add-startup.ts')).addStartUp(log, options)),
    );
}

async function addModel(checkpoint: string, { id, out, force, json }: Options): Promise<void> {
  if (id !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(id))
    throw new ArchonError([{ message: `--id must be <org>/<name> as on the Hugging Face Hub, not ${id}.` }]);
  const model = existsSync(checkpoint)
    ? readModelConfig(checkpoint, id === undefined ? {} : { id })
    : await modelOfHub(checkpoint, id);
  if (model.id.startsWith('local/') && id === undefined)
    throw new ArchonError([
      {
        file: checkpoint,
        message: 'The files do not state the name on the Hugging Face Hub.',
        hint: 'Set it: --id <org>/<name>',
      },
    ]);
  const file = join(out, `${model.id.replace('/', '--')}.json`);
  const replaced = existsSync(file);
  if (replaced && !force)
    throw new ArchonError([
      { file: shown(file), message: `There is already an entry for ${model.id}.`, hint: 'Overwrite it with: --force' },
    ]);
  write(file, out, entryText(model));
  if (json) return void console.log(JSON.stringify({ ok: true, file, replaced, model }, null, 2));
  console.log(`${pc.green(replaced ? 'replaced' : 'wrote')}  ${shown(file)}`);
  for (const [label, text] of summary(model)) console.log(`  ${pc.dim(label.padEnd(12))} ${text}`);
}

/** A model of the Hub, as far as it was understood: an entry of the catalog has nothing unread. */
async function modelOfHub(name: string, id: string | undefined): Promise<Model> {
  const { namesHubModel, readFromHub } = await import('./served-model.ts');
  const found = await namesHubModel(name, 'checkpoint');
  if (!found) return readModelConfig(name);
  if (id !== undefined)
    throw new ArchonError([{ path: '--id', message: 'A model of the Hub has its id: leave --id out.' }]);
  const { model } = await readFromHub(found, 'checkpoint');
  const { unread = [] } = model;
  if (unread.length > 0) throw new ArchonError(unread.map((message) => ({ path: name, message })));
  return model;
}

/** Writes the entry atomically. */
function write(file: string, folder: string, text: string): void {
  const staged = `${file}.archon-new`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(staged, text);
    renameSync(staged, file);
  } catch (error) {
    rmSync(staged, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ArchonError([{ file, message: `The entry cannot be written: ${code}. Nothing was changed.` }]);
  }
}

const shown = (file: string): string => relative(process.cwd(), file);

function summary({ geometry, quantization, weights, licence, note, longContext, ...model }: Model): [string, string][] {
  const { layers, kvHeads, headDim, maxPositionEmbeddings } = geometry;
  const size = weights && `${(weights.bytes / 2 ** 30).toFixed(2)} GiB, ${weights.basis}`;
  const reaches = longContext && longContext.reaches > maxPositionEmbeddings ? `, ${longContext.reaches} scaled` : '';
  const kinds = (['slidingWindow', 'mla', 'moe', 'linearAttention', 'mamba'] as const).filter((kind) => geometry[kind]);
  const special = kinds.length === 0 ? '' : `; ${kinds.join(', ')}`;
  const rows: [string, string | undefined][] = [
    ['model', model.id],
    ['architecture', model.architecture],
    ['layers', `${layers}, ${kvHeads} KV heads of ${headDim}${special}`],
    ['context', `${maxPositionEmbeddings} tokens${reaches}`],
    ['quantized', quantization ? `${quantization.method}, ${quantization.bits} bits` : `no, ${model.dtype}`],
    ['weights', size ?? 'unknown'],
    ['licence', licence ?? 'not found'],
    ['note', note],
    ['by hand', 'codeModel, serving (parsers, least vLLM release), further sources'],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}
