import { parseYamlFile, validateValues, valueAt } from '@archon/values';
import { tokens } from '@archon/advice/format';
import type { Model } from '@archon/sizing/catalog-types';
import { models } from '@archon/sizing/models';
import { terminalStyle } from './plan-view/style.ts';
import { suggestionText } from '@archon/advice/suggestion-text';
import { item } from './plan-view/table.ts';
import { modelOf } from './charts.ts';
import {
  chooseModel,
  chooseOptions,
  codeModels,
  type Selection,
  type ValuesRequest,
} from '@archon/advice/choose-values';
import { plan } from '@archon/sizing/plan';
import type { Answer, Question, Suggestion } from '@archon/sizing/types';
import { shellWord } from '@archon/values/shell-word';
import { ArchonError } from '@archon/values/problem';
import { refusedPlan } from '@archon/advice/refused-plan';
import { valuesFile } from '@archon/advice/values-file';
import { optionsOfValues } from '@archon/advice/engine-options';
import { printLink } from './print-link.ts';
import { readValuesRequest, type ReadValuesRequest, type ValuesOptions } from './values-request.ts';

/** Prints a values file that fits by the pessimistic bound, or says why nothing fits and exits 2. */
export async function printValues(options: ValuesOptions): Promise<void> {
  const read = await readValuesRequest(options);
  const { request, source } = read;
  if (options.link !== undefined)
    return printLink({ ...request, ...(source && { source }), options: request.fixed }, options);
  const selection = request.model ? chooseOptions(request.model, request) : chooseModel(request);
  if (!selection) return refuseValues(request, options.json);
  const { text, answer } = fileOf(selection, read, command(options));
  if (!options.json) return void process.stdout.write(text);
  const values = parseYamlFile('values', text).value;
  console.log(JSON.stringify({ ok: true, values, text, ...(read.source && { source: read.source }), answer }, null, 2));
}

/** The command that prints the same file again. */
function command(options: ValuesOptions): string {
  const flags = Object.entries({ ...options, json: undefined, link: undefined }).flatMap(([key, value]) => {
    const flag = `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === true) return [flag];
    return [value ?? []].flat().map((one) => `${flag} ${shellWord(String(one))}`);
  });
  return `archon values ${flags.join(' ')}`;
}

/** The text, validated as the chart does, and planned again as it is. */
function fileOf(
  selection: Selection,
  { request, user, source, cluster }: ReadValuesRequest,
  made: string,
): { text: string; answer: Answer } {
  const text = valuesFile(selection, request, {
    printedBy: made,
    user,
    ...(source && { read: source }),
    ...(cluster && { cluster }),
  });
  const answer = plan({ gpu: request.gpu.id, ...questionIn(text, selection.model) });
  if (answer.fits === true) return { text, answer };
  throw new ArchonError([
    {
      message: `With your values the file does not fit for certain: ${answer.reasons.join(' ')}`,
      hint: 'Leave out of -f and --set what the planner shall choose.',
    },
  ]);
}

/** The plan question for the values in the text. */
function questionIn(text: string, model: Model): Omit<Question, 'gpu'> {
  const { values, computed } = validateValues(modelOf(), [parseYamlFile('values.yaml', text)]);
  return {
    gpuCount: Number(valueAt(values, ['gpu', 'count'])),
    model: models.includes(model) ? model.id : model,
    release: String(computed.release),
    options: optionsOfValues(values),
  };
}

/** What was requested, why it does not fit for certain, and what to request instead. */
function refuseValues(request: ValuesRequest, json: boolean | undefined): void {
  process.exitCode = 2;
  const { gpu, users } = request;
  // where no model is named, the smallest one speaks for all
  const model = request.model ?? codeModels().at(-1)!;
  const { context, answer, reasons: found } = refusedPlan(request, model);
  const requested = `${tokens(context)} tokens${users > 1 ? ` for ${users} concurrent requests` : ''}`;
  const message = request.model
    ? `${model.id} does not fit for certain on ${gpu.name}, with a context of ${requested}.`
    : `No code model with a free licence fits for certain on ${gpu.name}, with a context of ${requested}.`;
  const reasons = request.model ? found : found.map((reason) => `Of the smallest, ${model.id}: ${reason}`);
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
