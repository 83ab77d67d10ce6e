import { thousands } from '../plan/figures.ts';
import { capabilityNumber, versionNumber } from '../plan/versions.ts';
import { findRelease } from '../releases.ts';
import { extraArg } from '../extra-args.ts';
import type { Refusal } from './attention-rows.ts';
import type { ByRelease } from './by-release.ts';
import type { BehaviourRow } from './behaviour-rows.ts';
import type { GpuRow, ModelRow } from './memory-rows.ts';
import { say, type Message } from './messages.ts';
import { shardProblems } from './shard-rows.ts';
import { chartTables } from './tables.ts';

/** What is to be said of values on a GPU: each a sentence. */
export interface GpuFindings {
  /** Name of the GPU; empty: none is named. */
  readonly gpu: string;
  /** That the GPU is not in the catalog. */
  readonly unknown: string[];
  /** Why it cannot run. */
  readonly refused: string[];
  /** The same, where gpu.allowUnsupported is true. */
  readonly allowed: string[];
  /** What fits, what is not certain, and what was not checked. */
  readonly notes: string[];
}

/** The values of the chart that decide what runs on a GPU. */
export interface GpuValues {
  readonly gpu: {
    readonly product?: string | null;
    readonly allowUnsupported?: boolean | null;
    readonly count?: number;
    readonly resourceName?: string;
    readonly claimTemplate?: { readonly enabled?: boolean; readonly deviceClassName?: string };
  };
  readonly model: { readonly id?: string | null; readonly copyOf?: string | null };
  readonly engine: EngineValues;
  readonly image: { readonly repository: string; readonly tag?: string | null; readonly digest?: string | null };
  readonly lora?: { readonly adapters?: readonly unknown[] | null } | null;
  readonly extraEnv?: readonly { readonly name: string }[];
}

interface EngineValues {
  readonly maxModelLen?: number | null;
  readonly maxNumSeqs?: number | null;
  readonly maxNumBatchedTokens?: number | null;
  readonly gpuMemoryUtilization?: number | null;
  readonly enforceEager?: boolean | null;
  readonly quantization?: string | null;
  readonly dtype?: string | null;
  readonly kvCacheDtype?: string | null;
  readonly extraArgs?: readonly string[];
  readonly [option: string]: unknown;
}

interface Findings {
  readonly problems: string[];
  readonly notes: string[];
}

const NOTHING: GpuFindings = { gpu: '', unknown: [], refused: [], allowed: [], notes: [] };

/** Looks values up in the tables of the chart, as templates/archon-vllm/functions/hardware.tpl does. */
export function checkGpu(values: GpuValues, release: string): GpuFindings {
  const { product, allowUnsupported } = values.gpu;
  if (!product) return NOTHING;
  const { gpus } = chartTables();
  const row = Object.hasOwn(gpus, product) ? gpus[product] : undefined;
  if (!row) return { ...NOTHING, unknown: [unknownGpu(product, Object.keys(gpus).sort())] };
  const { problems, notes } = findingsOf(row, values, release);
  const found = { ...NOTHING, gpu: row.name, notes };
  return allowUnsupported
    ? { ...found, allowed: problems.map((problem) => say('allowed', row.name, problem)) }
    : { ...found, refused: problems.map((problem) => say('refused', row.name, problem)) };
}

function unknownGpu(product: string, ids: readonly string[]): string {
  const digits = /[0-9]{2,}/.exec(product)?.[0];
  const similar = digits === undefined ? [] : ids.filter((id) => id.includes(digits));
  const known = similar.length > 0 ? say('similarGpus', similar.join(', ')) : say('knownGpus', ids.join(', '));
  return say('unknownGpu', product, known);
}

function findingsOf(gpu: GpuRow, values: GpuValues, release: string): Findings {
  const { limits } = chartTables().releases;
  const note = (...sentence: Parameters<typeof say>): Findings => ({ problems: [], notes: [say(...sentence)] });
  const entry = release ? findRelease(release) : undefined;
  if (!entry) return note('unknownRelease');
  if (isBefore(limits.newest, release)) return note('newerRelease', release, limits.newest);
  const found = [
    ...(gpu.capability === undefined
      ? []
      : [kernelFindings(gpu, entry.version, values), typeFindings(gpu, entry.version, values)]),
    gpu.total === undefined ? note('unknownTotal') : memoryFindings(gpu, release, values),
  ];
  return { problems: found.flatMap(({ problems }) => problems), notes: found.flatMap(({ notes }) => notes) };
}

const isBefore = (a: string, b: string): boolean => versionNumber(a) < versionNumber(b);

/** The last row that is not newer than a release. */
function atRelease<Fact>(rows: ByRelease<Fact> | undefined, release: string): Fact | undefined {
  return rows?.findLast(([since]) => !isBefore(release, since))?.[1];
}

/** A release, with suffixes that change neither CUDA nor the kernels. */
const PLAIN_TAG = /^(v?[0-9]+\.[0-9]+\.[0-9]+(-x86_64|-aarch64|-ubuntu2404)*)?(@sha256:[a-f0-9]+)?$/;

/** The catalog knows the kernels of the project's own images, not of one that was built otherwise. */
function kernelFindings({ capability }: GpuRow, version: string, { image }: GpuValues): Findings {
  const { repository, tag, digest } = image;
  if (!/(^|\/)vllm-openai$/.test(repository) || !(digest || PLAIN_TAG.test(tag ?? '')))
    return { problems: [], notes: [say('unknownImage')] };
  return objection(atRelease(chartTables().releases.kernels[capability!], version) ?? [], version, 'kernels');
}

function objection(found: readonly unknown[], version: string, advice: Message): Findings {
  const [certain, text] = found as [boolean?, string?];
  if (text === undefined) return { problems: [], notes: [] };
  const sentence = text.replace('%s', version);
  return certain
    ? { problems: [say(advice, sentence)], notes: [] }
    : { problems: [], notes: [say('uncertain', sentence)] };
}

function typeFindings(gpu: GpuRow, version: string, { engine, model: served }: GpuValues): Findings {
  const { models, releases } = chartTables();
  const capability = gpu.capability!;
  const model = models[originOf(served)];
  const method = engine.quantization || (model?.kernels ?? model?.method) || '';
  const { problems, notes } = refusal(releases.methods[method], capability, version, 'method');
  const kvType = engine.kvCacheDtype || 'auto';
  const types = ['auto', ...(atRelease(releases.kvCacheDtypes, version) ?? [])];
  const attention =
    model && types.includes(kvType) && !choosesAttention(engine)
      ? refusal(releases.attention[`${model.attention}, ${kvType}`], capability, version, 'attention').problems
      : [];
  problems.push(...attention);
  const below8 = capabilityNumber(capability) < 800;
  if (engine.dtype === 'bfloat16' && below8) problems.push(say('bfloat16'));
  if (!types.includes(kvType)) problems.push(say('kvCacheDtype', version, kvType, types.slice(1).join(', ')));
  if (model?.shards && capabilityNumber(capability) < WITH_FP8) {
    const size = Number(engine['tensorParallelSize'] ?? 1);
    const whole = extraArg(engine.extraArgs ?? [], 'enable-expert-parallel') === 'true';
    problems.push(...shardProblems(model.shards, size, whole, version).map((text) => say('shards', `${size}`, text)));
  }
  if (types.includes(kvType) && kvType.includes('fp8') && below8 && attention.length === 0)
    notes.push(say('fp8Cache', kvType));
  return { problems, notes };
}

/** First compute capability with FP8. */
const WITH_FP8 = 809;

/** Values that decide on the attention backend; the planner checks them. */
const choosesAttention = (engine: EngineValues): boolean =>
  Boolean(engine['attentionBackend']) ||
  /^float(32)?$/.test(engine.dtype ?? '') ||
  extraArg(engine.extraArgs ?? [], 'language-model-only') === 'true';

function refusal(rows: ByRelease<Refusal> | undefined, capability: string, version: string, advice: Message): Findings {
  const [refused = [], ...found] = atRelease(rows, version) ?? [];
  return objection(refused.includes('*') || refused.includes(capability) ? found : [], version, advice);
}

function memoryFindings(gpu: GpuRow, release: string, values: GpuValues): Findings {
  const { behaviours, models, releases } = chartTables();
  const model = models[originOf(values.model)];
  const behaviour = atRelease(behaviours[gpu.family!], release);
  const { product } = values.gpu;
  const reason = uncounted(gpu, model, behaviour, values);
  if (reason !== undefined) return { problems: [], notes: [say('uncounted', reason, product!)] };
  const memory = countMemory(gpu, model!, behaviour!, values.engine, release);
  const { context, utilization, needed, most, least, outside, outsideNeeded } = memory;
  const problems: string[] = [];
  if (outside < releases.limits.leastContext) problems.push(say('utilization', String(utilization)));
  const needs = [thousands(context), gib(needed)] as const;
  if (most < needed)
    problems.push(say('doesNotFit', ...needs, gib(Math.max(0, most)), product!, originOf(values.model)));
  if (problems.length > 0) return { problems, notes: [] };
  const note =
    least < needed
      ? say('notCertain', ...needs, gib(Math.max(0, least)), product!)
      : outside < outsideNeeded
        ? say('notCertainOutside', String(utilization), gib(outside), gib(outsideNeeded), product!)
        : say('fits', ...needs, gib(least));
  return { problems, notes: [note] };
}

/** The model of the catalog that these values serve, also where it is a copy. */
const originOf = ({ id, copyOf }: GpuValues['model']): string => copyOf || id || '';

/** Rounds halves up, as sprig does; `%.2f` and toFixed do not agree on 1.125. */
const gib = (figure: number): string => (Math.round(figure * 100) / 100).toFixed(2);

/** What is left for the KV cache of one GPU: never less than the planner's optimistic bound, never more than its pessimistic one. */
function countMemory(gpu: GpuRow, model: ModelRow, behaviour: BehaviourRow, engine: EngineValues, release: string) {
  const { graphs } = chartTables().releases.limits;
  const bytes = 2 ** 30;
  const context = engine.maxModelLen || model.positions!;
  const [batch, tokensByDefault] = behaviour.batch[gpu.tier!]!;
  const tokens = engine.maxNumBatchedTokens || tokensByDefault;
  const sequences = Math.min(engine.maxNumSeqs || batch, tokens);
  const utilization = engine.gpuMemoryUtilization || behaviour.utilization;
  const eager = engine.enforceEager === true;
  const kvType = engine.kvCacheDtype?.startsWith('fp8') ? 1 : 0;
  const second = model.secondRunner !== undefined && !isBefore(release, model.secondRunner);
  const runner = behaviour.runners[second ? 1 : 0];
  const weights = model.weights! as readonly [number, number];
  const [weightsLeast, weightsMost] = Array.isArray(weights)
    ? weights
    : (model.weights as Record<string, readonly [number, number]>)[gpu.family!]!;

  // the peak of the profile run: images, a layer, the sampler, or a cold compile
  const logits = (sequences * model.vocab!) / bytes;
  const warm = (count: number) =>
    Math.max((count * model.layer!) / bytes, (count * model.sampler!) / bytes + logits * runner.logit);
  const { item = 0, token = 0, pair = 0, kept = 0 } = model.images ?? {};
  const encoded = Math.max(tokens, item);
  const copies = ((gpu.copies ?? 0) * kept * encoded) / bytes;
  const peak = Math.max(
    warm(tokens) + (kept * encoded) / bytes,
    (token * encoded + pair * encoded * encoded) / bytes,
    eager ? 0 : model.cold!,
  );
  const captures = [
    Math.min(sequences, tokens / 2, 256) * graphs.leastPerSequence,
    Math.min(sequences, behaviour.captured) * 0.375 + 6,
  ] as const;
  const graph = (count: number) => (eager ? 0 : Math.max(graphs.base, graphs.perCapture * model.layers! * count));

  const budget = gpu.total! * utilization;
  const most =
    budget +
    gpu.above! -
    weightsLeast! -
    behaviour.fixed[0] +
    behaviour.share[0] * (peak + copies) -
    warm(Math.min(tokens, 32_768)) -
    runner.graphs[0] * graph(captures[0]);
  const least =
    budget -
    gpu.below! -
    weightsMost! -
    behaviour.fixed[1] -
    (1 + behaviour.share[1]) * peak -
    copies -
    runner.graphs[1] * graph(captures[1]) -
    (eager ? 0 : runner.workspace[0][kvType]);
  const held = Math.min((model.window ?? 0) - 1 + tokens * behaviour.inFlight, context);
  const needed = ((2 - kvType) * (model.kv! * context + (model.slidingKv ?? 0) * held)) / bytes;
  const outside = gpu.total! * (1 - utilization);
  const outsideNeeded =
    gpu.outside! +
    runner.outside[0] * graph(captures[1]) +
    (eager ? 0 : runner.workspace[1][kvType]) +
    runner.outside[1] * logits;
  return { context, utilization, needed, most, least, outside, outsideNeeded };
}

/** Types of the KV cache of which the chart knows the size. */
const KV_TYPES = /^(auto|half|float16|bfloat16|fp8|fp8_e4m3|fp8_e5m2)$/;

/** Why the chart does not count the memory of these values; undefined: it does. */
function uncounted(
  gpu: GpuRow,
  model: ModelRow | undefined,
  behaviour: BehaviourRow | undefined,
  values: GpuValues,
): string | undefined {
  const { engine, extraEnv = [] } = values;
  const { limits, uncounted: known } = chartTables().releases;
  if (!model) return say('unknownModel', originOf(values.model));
  if (model.uncounted !== undefined) return say(model.uncounted as Message);
  if (!behaviour) return say('oldRelease', limits.countedFrom);
  const types: readonly string[] | undefined = model.types;
  const here = capabilityNumber(gpu.capability!) < 800 ? ['float16', 'float32'] : ['bfloat16', 'float16', 'float32'];
  if (types && here.find((type) => types.includes(type)) === 'float32') return say('wideHere');
  if ((engine.maxModelLen ?? 0) > model.positions!) return say('beyondPositions');
  if (values.gpu.resourceName !== 'nvidia.com/gpu') return say('gpuShare');
  const { enabled = false, deviceClassName } = values.gpu.claimTemplate ?? {};
  if (enabled && deviceClassName !== 'gpu.nvidia.com') return say('claimShare');
  const shards = ['tensorParallelSize', 'pipelineParallelSize', 'dataParallelSize'].some(
    (key) => (engine[key] ?? 1) !== 1,
  );
  // 0: a resource claim gives the pod its GPU.
  if (shards || (values.gpu.count || 1) !== 1) return say('severalGpus');
  if ((engine.maxModelLen ?? 1) < 0) return say('automaticContext');
  const option = known.options.find((key) => isSet(engine[key]));
  if (option !== undefined) return say('optionSet', option);
  if (isSet(values.lora?.adapters)) return say('adapters');
  if (engine.quantization && engine.quantization !== model.method) return say('otherMethod');
  const type = engine.dtype === 'half' ? 'float16' : (engine.dtype ?? 'auto');
  if (!/^(auto|float16|bfloat16)$/.test(type)) return say('wideDtype');
  if (type !== 'auto' && types && !types.includes(type)) return say('otherType');
  if (!KV_TYPES.test(engine.kvCacheDtype ?? 'auto')) return say('unknownKvType');
  const argument = engine.extraArgs?.find((arg) => {
    const name = /^(-O|--?[A-Za-z0-9_-]+)/.exec(arg)?.[0] ?? '';
    return known.args.includes(name.replaceAll('_', '-'));
  });
  if (argument !== undefined) return say('argument', argument);
  const variable = extraEnv.find(({ name }) => new RegExp(known.env).test(name));
  return variable && say('variable', variable.name);
}

function isSet(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}
