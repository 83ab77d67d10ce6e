import { parseYamlFile, validateValues, valueAt } from '@archon/values';
import { gib, tokens } from '@archon/advice/format';
import { terminalStyle } from './plan-view/style.ts';
import { suggestionText } from '@archon/advice/suggestion-text';
import { item } from './plan-view/table.ts';
import { gpuNamed } from './catalog-names.ts';
import { modelOf } from './charts.ts';
import { servedModel } from './served-model.ts';
import {
  chooseModel,
  chooseOptions,
  codeModels,
  releaseFor,
  tooOld,
  type Selection,
  type ValuesRequest,
} from '@archon/advice/choose-values';
import { plan } from '@archon/sizing/plan';
import type { Answer, Question, Suggestion } from '@archon/sizing/types';
import { ArchonError } from '@archon/values/problem';
import { entriesOf, notesOf, valuesText, type Entry } from '@archon/advice/values-text';
import { optionsOf } from './values-in-plan.ts';

/** The flags of `archon values`, as typed. */
export interface ValuesOptions {
  gpu?: string;
  model?: string;
  context?: string;
  users?: string;
  json?: boolean;
}

/** Prints a values file that fits by the pessimistic bound, or says why nothing fits and exits 2. */
export async function printValues(options: ValuesOptions): Promise<void> {
  const request = await requestOf(options);
  const selection = request.model ? chooseOptions(request.model, request) : chooseModel(request);
  if (!selection) return refuseValues(request, options.json);
  const { text, answer } = fileOf(selection, request, command(options));
  if (!options.json) return void process.stdout.write(text);
  const values = parseYamlFile('values', text).value;
  console.log(JSON.stringify({ ok: true, values, text, answer }, null, 2));
}

async function requestOf({ gpu, model, context, users }: ValuesOptions): Promise<ValuesRequest> {
  if (gpu === undefined) {
    const hint = 'For example: archon values --gpu rtx-5070-ti';
    throw new ArchonError([{ path: '--gpu', message: 'Values are for one GPU: set --gpu.', hint }]);
  }
  const served = model === undefined ? undefined : (await servedModel(model, { path: '--model' })).model;
  const requested = context === undefined ? undefined : count('--context', context);
  const limit = served?.geometry.maxPositionEmbeddings;
  if (requested !== undefined && limit !== undefined && requested > limit) {
    const hint = served?.longContext?.optIn
      ? `It reaches ${tokens(served.longContext.reaches)} with ${served.longContext.method} scaling: set engine.hfOverrides and ask archon plan -f.`
      : `Request at most ${tokens(limit)}.`;
    throw new ArchonError([
      { path: '--context', message: `${served!.id} has ${tokens(limit)} positions, not ${tokens(requested)}.`, hint },
    ]);
  }
  return {
    gpu: gpuNamed(gpu),
    ...(served && { model: served }),
    ...(requested !== undefined && { context: requested }),
    users: users === undefined ? 1 : count('--users', users),
  };
}

function count(flag: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0 && number <= 2 ** 24) return number;
  throw new ArchonError([{ path: flag, message: `${flag} must be a positive integer, not ${JSON.stringify(text)}.` }]);
}

/** The command that prints the same file again. */
function command({ gpu, model, context, users }: ValuesOptions): string {
  const quoted = (text: string): string =>
    /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const flags = Object.entries({ gpu, model, context, users }).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag} ${quoted(value)}`],
  );
  return `archon values ${flags.join(' ')}`;
}

/** The text, validated as the chart does, and planned again as it is. */
function fileOf(selection: Selection, { gpu, users }: ValuesRequest, made: string): { text: string; answer: Answer } {
  const { model, options, release, preset, answer: chosen } = selection;
  const header = [
    `${model.id} on ${gpu.name}: ${tokens(options.maxModelLen)} tokens of context,`,
    `with vLLM ${release.version} and ${gib(chosen.marginGiB!)} GiB spare by the planner's pessimistic estimate.`,
    `Printed by: ${made.replaceAll('\n', ' ')}`,
  ];
  const first: Entry = {
    path: ['preset'],
    value: preset?.name ?? '',
    why: preset
      ? 'For this GPU. It sets what is not set here: CPU, memory, volume, startup.'
      : 'No preset: this file is complete.',
  };
  const text = valuesText(header, [first, ...entriesOf(selection, gpu, users)], notesOf(selection));
  const answer = plan({ gpu: gpu.id, ...questionOf(text) });
  if (answer.fits !== true) throw new Error(`The values do not fit as printed: ${answer.reasons.join(' ')}\n${text}`);
  return { text, answer };
}

/** The plan question for the values in the text. */
function questionOf(text: string): Omit<Question, 'gpu'> {
  const { values, computed } = validateValues(modelOf(), [parseYamlFile('values.yaml', text)]);
  return {
    gpuCount: Number(valueAt(values, ['gpu', 'count'])),
    model: String(valueAt(values, ['model', 'id'])),
    release: String(computed.release),
    options: optionsOf(values.engine as Record<string, unknown>),
  };
}

/** What was requested, why it does not fit for certain, and what to request instead. */
function refuseValues(request: ValuesRequest, json: boolean | undefined): void {
  process.exitCode = 2;
  const { gpu, context, users } = request;
  const release = releaseFor(gpu);
  // where no model is named, the smallest one speaks for all
  const model = request.model ?? codeModels().at(-1)!;
  const wanted = context ?? Math.min(4096, model.geometry.maxPositionEmbeddings);
  const options = {
    maxModelLen: wanted,
    maxNumSeqs: Math.max(4, users),
    gpuMemoryUtilization: gpu.memory.unified ? 0.8 : 0.92,
  };
  const answer = plan({ gpu: gpu.id, gpuCount: 1, model: model.id, release: release.version, options });
  const requested = `${tokens(wanted)} tokens${users > 1 ? ` for ${users} concurrent requests` : ''}`;
  const message = request.model
    ? `${model.id} does not fit for certain on ${gpu.name}, with a context of ${requested}.`
    : `No code model with a free licence fits for certain on ${gpu.name}, with a context of ${requested}.`;
  const old = `The model needs vLLM ${model.serving?.minVllm} or later; the newest image for this GPU is ${release.version}.`;
  const tight = users > 1 ? 'Ask for fewer users, or for less context.' : 'Nearly nothing would be to spare.';
  const reasons = [...(tooOld(model, release) ? [old] : []), ...(answer.fits === true ? [tight] : answer.reasons)];
  const suggested = request.model ? answer.suggestions : [];
  const instead = [
    ...suggested.map((suggestion) => `${suggestion.text} ${commandFor(request, suggestion)}`),
    ...(request.model ? [`GPUs for the model: archon plan --model ${model.id}`] : []),
    `What fits on the GPU: archon plan --gpu ${gpu.id}`,
  ];
  if (json) {
    const problems = [{ message, hint: instead.join('\n') }];
    return void console.log(JSON.stringify({ ok: false, problems, reasons, instead, answer }, null, 2));
  }
  const style = terminalStyle(process.stderr, process.env);
  const list = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => item(style.colors.dim('-'), text, style));
  const head = style.colors.bold(style.colors.red(message));
  console.error([head, ...list(reasons), '', style.colors.bold('Instead'), ...list(instead)].join('\n'));
}

/** The command that asks for what is suggested. */
function commandFor({ gpu, model }: ValuesRequest, suggestion: Suggestion): string {
  const { options, ...other } = suggestion.change;
  const named = { gpu: other.gpu ?? gpu.id, model: other.model ?? model!.id };
  const keys = Object.keys(options ?? {});
  if (keys.length === 0) return `archon values ${suggestionText({ change: named })}`;
  if (keys.length === 1 && options?.maxModelLen !== undefined)
    return `archon values ${suggestionText({ change: named })} --context ${String(options.maxModelLen)}`;
  return `archon plan ${suggestionText({ change: { ...named, options: options ?? {} } })}`;
}
