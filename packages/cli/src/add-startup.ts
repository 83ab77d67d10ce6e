import { appendFileSync, readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import type { FreshStartUp } from '@archon/sizing/calibration/fresh-start-ups';
import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { models } from '@archon/sizing/models';
import { plan } from '@archon/sizing/plan';
import { readStartUpLog, type StartUpLog } from '@archon/sizing/reader/read-log';
import { findRelease } from '@archon/sizing/releases';
import { questionProblems } from '@archon/sizing/resolve-question';
import type { Question } from '@archon/sizing/types';
import { ArchonError, readText, refuse } from '@archon/values';
import { colors as pc } from '@archon/values/colors';
import type { Problem } from '@archon/values/problem';
import { gpuNamed, modelNamed, releaseNamed } from '@archon/advice/catalog-names';
import { parseSet } from './set-values.ts';

export interface StartUpOptions {
  gpu?: string;
  model?: string;
  modelConfig?: string;
  release?: string;
  outcome?: string;
  set?: string[];
  source?: string;
  note?: string;
  out: string;
  json?: boolean;
}

/** Adds the start-up that a log of vLLM shows, with what the planner says of it today. Nothing is written on a problem. */
export async function addStartUp(path: string, options: StartUpOptions): Promise<void> {
  const log = readStartUpLog(readText(path));
  if (!log)
    throw new ArchonError([
      {
        file: path,
        message: 'This is not a log of a vLLM server: it has no version, and none of the sizes that vLLM prints.',
        hint: 'Give everything that vLLM printed from its first line until "Application startup complete", or its error.',
      },
    ]);
  const { question, inferred } = await questionOf(path, log, options);
  refuse(impossible(log, question, options).map((message) => ({ file: path, message, hint: whichLog })));
  const row: FreshStartUp = {
    id: nextId(options.out),
    source: options.source ?? `log file ${basename(path)}`,
    date: new Date().toISOString().slice(0, 10),
    cls: classOf(question),
    question,
    truth: { starts: outcomeOf(log, options)!, ...log.measured },
    inferred,
    note: options.note ?? '',
    planned: plannedOf(question),
  };
  append(options.out, row);
  if (options.json) return void console.log(JSON.stringify({ ok: true, file: options.out, startUp: row }, null, 2));
  const { fits, kvCacheGiB, low, high } = row.planned;
  const said = fits === null ? 'unknown' : fits ? 'fits' : 'does not fit';
  const figure =
    kvCacheGiB === null ? 'no figure' : `${kvCacheGiB.toFixed(2)} (${low!.toFixed(2)} to ${high!.toFixed(2)}) GiB`;
  console.log(`${pc.green('added')}  ${row.id} to ${relative(process.cwd(), options.out)}`);
  console.log(
    `  ${pc.dim('printed')}  ${row.truth.starts ? 'started' : 'failed'}, ${row.truth.kvGiB ?? 'no figure of'} GiB of KV cache`,
  );
  console.log(`  ${pc.dim('planned')}  ${said}, ${figure}`);
  for (const text of inferred) console.log(`  ${pc.dim('inferred')} ${text}`);
}

/** The question that the log answers; everything that it does not say, and no flag does, is a problem. */
async function questionOf(path: string, log: StartUpLog, flags: StartUpOptions) {
  const problems: Problem[] = [];
  const missing = (message: string, hint: string) => void problems.push({ file: path, message, hint });
  const inferred: string[] = [];
  if (log.servers > 1)
    missing(`The log has ${log.servers} servers, or one that is data parallel.`, 'Give the lines of one server alone.');
  const gpu = flags.gpu === undefined ? undefined : gpuNamed(flags.gpu);
  if (!gpu) missing('vLLM does not print the name of the GPU.', 'Say it: --gpu <id>');
  const model = await modelOf(log, flags);
  if (!model)
    missing(
      log.model === undefined ? 'The log does not name the model.' : `The model ${log.model} is not in the catalog.`,
      'Say which one has its geometry: --model <id>, or --model-config <config.json>',
    );
  const release = flags.release === undefined ? releaseOf(log.release, inferred) : releaseNamed(flags.release);
  if (release === undefined) missing('The log does not say the release of vLLM.', 'Say it: --release <version>');
  if (outcomeOf(log, flags) === undefined)
    missing(
      'The log ends before the server has started or failed.',
      'Give all of it, or say what happened: --outcome started, or --outcome failed',
    );
  const { kvGiB, kvTokens } = log.measured;
  if (kvGiB === undefined && kvTokens === undefined && outcomeOf(log, flags) !== false)
    missing(
      'The log does not say how large the KV cache is.',
      'Give all of it: the line is "Available KV cache memory".',
    );
  refuse(problems);
  if (!log.argumentsPrinted)
    inferred.push('arguments not printed: options from the configuration of the engine, else defaults');
  if (log.totalGiB === undefined) inferred.push(`total as the catalog has it for ${gpu!.id}`);
  if (flags.model !== undefined) inferred.push(`geometry of ${flags.model}`);
  const told = { ...log.options, ...parseSet(flags.set ?? []) };
  const shards = Number(told.tensorParallelSize ?? 1) * Number(told.pipelineParallelSize ?? 1);
  const question: Question = {
    gpu: totalOf(log, gpu!),
    gpuCount: shards,
    model: models.includes(model!) ? model!.id : model!,
    release: release!,
    options: told,
  };
  return { question, inferred };
}

const whichLog = 'Check that the log is whole, of one server, and of this GPU.';

/** Figures that no start can have: what is measured would spoil what the planner is evaluated on. */
function impossible(log: StartUpLog, question: Question, flags: StartUpOptions): string[] {
  const { weightsGiB = 0, kvGiB = 0, kvTokens = 1 } = log.measured;
  const gpu = gpuNamed(flags.gpu!);
  const known = (gpu.memory.nvidiaSmiMiB ?? 0) / 1024 || (gpu.memory.marketingGiB ?? Infinity);
  const total = log.totalGiB ?? known;
  const found = questionProblems(question).map((problem) => problem.replace('options.', ''));
  // a unified memory is that of the machine, and parts of a GPU are smaller
  if (total > known * 1.1 && !gpu.memory.unified) found.push(`${total} GiB is not the memory of ${gpu.name}.`);
  if (weightsGiB > total) found.push(`${weightsGiB} GiB of weights are more than the GPU has (${total}).`);
  if (kvGiB > total) found.push(`${kvGiB} GiB of KV cache are more than the GPU has (${total}).`);
  if (outcomeOf(log, flags) !== true) return found;
  if (kvGiB < 0) found.push(`The log says that it started with ${kvGiB} GiB of KV cache.`);
  if (kvTokens <= 0) found.push(`The log says that it started with ${kvTokens} tokens of KV cache.`);
  return found;
}

const totalOf = ({ totalGiB }: StartUpLog, { id, computeCapability }: Gpu): Question['gpu'] =>
  totalGiB === undefined ? id : { totalGiB, ...(computeCapability !== undefined && { computeCapability }) };

async function modelOf({ model }: StartUpLog, flags: StartUpOptions): Promise<Model | undefined> {
  if (flags.model !== undefined) return modelNamed(flags.model);
  if (flags.modelConfig === undefined) return models.find(({ id }) => id === model);
  const { readModelConfig } = await import('@archon/sizing');
  return readModelConfig(flags.modelConfig);
}

/** A release as it is, a build in between as the release before it. */
function releaseOf(version: string | undefined, inferred: string[]): string | undefined {
  const plain = version === undefined ? undefined : /^\d+\.\d+\.\d+/.exec(version)?.[0];
  if (plain === undefined) return undefined;
  if (version === plain) return plain;
  const entry = findRelease(plain);
  if (entry) inferred.push(`${version} taken as ${entry.version}`);
  return entry?.version;
}

function outcomeOf({ starts }: StartUpLog, { outcome }: StartUpOptions): boolean | undefined {
  if (outcome === undefined) return starts;
  if (outcome === 'started' || outcome === 'failed') return outcome === 'started';
  throw new ArchonError([
    { path: '--outcome', message: `--outcome must be started or failed, not ${JSON.stringify(outcome)}.` },
  ]);
}

function plannedOf(question: Question): FreshStartUp['planned'] {
  const { fits, kvCacheGiB, kvCacheGiBLow: low, kvCacheGiBHigh: high } = plan(question);
  const figure = (value: number | null) => (value === null ? null : Number(value.toFixed(3)));
  return { fits, kvCacheGiB: figure(kvCacheGiB), low: figure(low), high: figure(high) };
}

/** As docs/02 groups them: what the model is, and one GPU or several. */
function classOf({ model, gpuCount = 1 }: Question): string {
  const entry = typeof model === 'string' ? models.find(({ id }) => id === model) : (model as Model);
  const { geometry, vision } = entry!;
  const kind = geometry.mla
    ? 'mla'
    : geometry.linearAttention || geometry.mamba
      ? geometry.moe
        ? 'hybrid-moe'
        : 'hybrid'
      : geometry.slidingWindow
        ? geometry.moe
          ? 'sliding-moe'
          : 'sliding'
        : `${vision ? 'vision' : geometry.moe ? 'moe' : 'dense'}${vision && geometry.moe ? '-moe' : ''}`;
  return `${kind} ${gpuCount > 1 ? 'n' : '1'}`;
}

function nextId(file: string): string {
  const ids = [...readText(file).matchAll(/"id":"N(\d+)"/g)].map(([, number]) => Number(number));
  return `N${String(Math.max(0, ...ids) + 1).padStart(3, '0')}`;
}

function append(file: string, row: FreshStartUp): void {
  const before = readFileSync(file, 'utf8');
  try {
    appendFileSync(file, `${before === '' || before.endsWith('\n') ? '' : '\n'}${JSON.stringify(row)}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ArchonError([{ file, message: `The start-up cannot be written: ${code}. Nothing was changed.` }]);
  }
}
