import { addressedModel } from '@archon/sizing/check-model-id';
import { dottedKeys, jsonOrText, mergeJson } from '@archon/sizing/dotted-keys';
import { checkExtraArgs } from '@archon/sizing/extra-args';
import { flagUsages, type FlagUsage } from '@archon/sizing/flag-usages';
import { findFlag, type ReleaseFlag } from '@archon/sizing/flags';
import { keepLoraSlots, placeLoraModules } from './lora-modules.ts';
import type { ChartValues, Placed, Unplaced } from './server.ts';
import { apiKey, huggingFaceToken } from './secrets.ts';

/** Where the arguments of vLLM's server go. */
export interface PlacedArguments {
  readonly placed: readonly Placed[];
  readonly extraArgs: readonly string[];
  readonly unplaced: readonly Unplaced[];
}

/** One argument with its values, as vLLM's parser reads it. */
interface Argument {
  readonly usage: FlagUsage;
  readonly target: ReleaseFlag;
  readonly values: readonly string[];
}

type Place = (argument: Argument, chart: ChartValues) => Partial<PlacedArguments>;

/** Every argument of `vllm serve` to a value, to engine.extraArgs, or to the list of what has no place. */
export function placeArguments(args: readonly string[], release: string, chart: ChartValues): PlacedArguments {
  const { stray, usages } = flagUsages(args);
  const models = [...stray];
  const known: Argument[] = [];
  const unplaced: Unplaced[] = [];
  for (const usage of usages) {
    const target = findFlag(usage.written, release);
    const most = target?.values.most ?? Infinity;
    const values = usage.inline === undefined ? usage.values.slice(0, most) : [usage.inline];
    models.push(...usage.values.slice(usage.inline === undefined ? most : 0));
    const problems = checkExtraArgs(entriesOf(usage, values), release);
    if (target === undefined || problems.length > 0)
      unplaced.push({
        what: usage.path === undefined ? usage.written : `${usage.written}.${usage.path}`,
        why: problems.join(' '),
      });
    else known.push({ usage, target, values });
  }
  const [model, ...further] = models;
  const repeated = known.filter((argument, at) => known.slice(at + 1).some((later) => overrides(later, argument)));
  const results = known.filter((argument) => !repeated.includes(argument)).map((argument) => place(argument, chart));
  return {
    placed: [
      ...(model === undefined ? [] : modelNamed(model)),
      ...keepLoraSlots(joined(results.flatMap(({ placed = [] }) => placed))),
    ],
    extraArgs: results.flatMap(({ extraArgs = [] }) => extraArgs),
    unplaced: [
      ...unplaced,
      ...further.map((what) => ({ what: `the argument ${what}`, why: 'It follows no flag.' })),
      ...repeated.map(({ usage }) => ({
        what: usage.written,
        why: 'It is given again later, and vLLM takes the last.',
      })),
      ...results.flatMap(({ unplaced: list = [] }) => list),
    ],
  };
}

const overrides = (later: Argument, { target, usage }: Argument): boolean =>
  later.target.flag === target.flag &&
  !target.flag.repeatable &&
  later.usage.path === usage.path &&
  !usage.path?.endsWith('+');

function place(argument: Argument, chart: ChartValues): Partial<PlacedArguments> {
  const { flag } = argument.target;
  const elsewhere = Object.hasOwn(places, flag.name) ? places[flag.name] : undefined;
  if (elsewhere) return elsewhere(argument, chart);
  const key = keyOf(flag.name);
  const types = chart.typesAt(['engine', key]);
  if (types === undefined) return { extraArgs: entriesOf(canonical(argument), argument.values) };
  return { placed: [{ path: ['engine', key as 'dtype'], value: typedValue(argument, types) }] };
}

const keyOf = (flag: string): string => flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The flag under its own name, not under an alias. */
function canonical({ usage, target: { flag, negated } }: Argument): FlagUsage {
  return { ...usage, written: `--${negated ? 'no-' : ''}${flag.name}` };
}

/** As entries of a list of arguments; several values follow their flag. */
function entriesOf({ written, path, inline }: FlagUsage, values: readonly string[]): string[] {
  const name = path === undefined ? written : `${written}.${path}`;
  if (values.length === 0) return [name];
  if (values.length === 1 && (inline !== undefined || written.startsWith('--'))) return [`${name}=${values[0]}`];
  return [name, ...values];
}

function typedValue({ usage, target, values }: Argument, types: readonly string[]): unknown {
  const [text] = values;
  if (target.flag.type === 'bool') return target.negated !== (text === undefined || /^(true|1|yes)$/i.test(text));
  if (usage.path !== undefined) return dottedKeys(usage.path, text ?? '');
  if (types.includes('array') && values.length !== 1) return values;
  if (text === undefined) return null;
  // -O3 was short for a level
  if (target.flag.name === 'compilation-config' && /^[0-9]$/.test(text)) return { level: Number(text) };
  if (/^[{[]/.test(text.trim()) && types.some((type) => type === 'object' || type === 'array')) return jsonOrText(text);
  if (types.includes('object') && /^\w+=\d+(,\w+=\d+)*$/.test(text))
    return Object.fromEntries(text.split(',').map((pair) => [pair.split('=')[0]!, Number(pair.split('=')[1])]));
  if (types.some((type) => type === 'integer' || type === 'number') && /^[-+]?(\d+\.?\d*|\.\d+)$/.test(text))
    return Number(text);
  return text;
}

/** A whole number; what a variable of the shell holds is unknown. */
function whole({ usage, values: [text = ''] }: Argument, path: Placed['path']): Partial<PlacedArguments> {
  if (/^\d+$/.test(text)) return { placed: [{ path, value: Number(text) }] };
  const why = `${JSON.stringify(text)} is not a whole number: set ${path.join('.')}.`;
  return { unplaced: [{ what: usage.written, why }] };
}

/** The id of a model; of an address on the Hub, the id and the revision in it. */
function modelNamed(name: string | undefined): Placed[] {
  const { id = name, revision } = (name === undefined ? undefined : addressedModel(name)) ?? {};
  return [
    { path: ['model', 'id'], value: id },
    ...(revision === undefined ? [] : [{ path: ['model', 'revision'], value: revision } as const]),
  ];
}

/** Dotted keys of one flag are one value. */
function joined(placed: readonly Placed[]): Placed[] {
  const byPath = new Map<string, Placed>();
  for (const one of placed) {
    const path = one.path.join('.');
    const before = byPath.get(path);
    byPath.set(path, before ? { ...one, value: mergeJson(before.value, one.value) } : one);
  }
  return [...byPath.values()];
}

/** Adapters as a list that the chart checks and the planner counts. One that lora.adapters cannot express stays an argument, with the others. */
function loraModules(argument: Argument): Partial<PlacedArguments> {
  const placed = placeLoraModules(argument.values);
  return placed ? { placed } : { extraArgs: entriesOf(canonical(argument), argument.values) };
}

const none =
  (why: string): Place =>
  ({ usage }) => ({ unplaced: [{ what: usage.written, why }] });
const https = none(
  'Name a Secret with tls.crt and tls.key in tls.existingSecret, or set ingress.tls: HTTPS at the Ingress.',
);

/** Flags that a value outside of `engine` sets, or that the chart sets. */
const places: Readonly<Record<string, Place>> = {
  model: ({ values: [id] }) => ({ placed: modelNamed(id) }),
  revision: ({ values: [revision] }) => ({ placed: [{ path: ['model', 'revision'], value: revision }] }),
  'served-model-name': ({ values }) => ({ placed: [{ path: ['model', 'servedNames'], value: values }] }),
  'shutdown-timeout': (argument) => whole(argument, ['drain', 'shutdownTimeoutSeconds']),
  'lora-modules': loraModules,
  'api-key': ({ values }) => ({ placed: apiKey(values.length) }),
  'hf-token': () => ({ placed: huggingFaceToken() }),
  port: (argument, chart) =>
    whole(argument, ['service', (chart.typesAt(['service', 'targetPort']) ? 'targetPort' : 'port') as 'port']),
  'otlp-traces-endpoint': ({ values: [endpoint] }) => ({
    placed: [{ path: ['tracing', 'endpoint'], value: endpoint }],
  }),
  'collect-detailed-traces': ({ values }) => ({
    placed: [{ path: ['tracing', 'details'], value: values.join().includes(',') ? 'all' : values[0] }],
  }),
  host: none('vLLM listens on all addresses of its pod.'),
  uds: none('The chart serves over HTTP on a port.'),
  config: none('The chart writes the command line: import the options of that file as flags.'),
  'ssl-keyfile': https,
  'ssl-certfile': https,
  'enable-ssl-refresh': none('The chart sets it with tls.existingSecret.'),
};
