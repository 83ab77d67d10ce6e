import { nearest } from '@archon/values';
import type { Gpu, Model, Release } from '../catalog-types.ts';
import { gpus } from '../gpus.ts';
import { findModel } from '../models.ts';
import { gpuSpecOf } from '../plan/gpu-spec.ts';
import { kernelObjections, methodObjections } from '../plan/compatibility.ts';
import { versionBehaviour } from '../plan/version-behaviour.ts';
import { CONTEXT } from '../plan/headroom.ts';
import { evaluate } from '../plan/evaluate.ts';
import { resolveQuestion } from '../plan/resolve-question.ts';
import { modelSpecOf } from '../plan/model-spec.ts';
import type { Question, QuestionOptions } from '../plan/types.ts';
import { versionNumber } from '../plan/versions.ts';
import { findRelease, newestRelease } from '../releases.ts';
import { uncountedArgument, uncountedEnv, uncountedOptions } from './memory-options.ts';
import { uncountedModel } from './model-table.ts';

/** What is to be said of values on a GPU: each a sentence. */
export interface Hardware {
  /** Name of the GPU; empty: none is named. */
  readonly gpu: string;
  /** That the catalog does not know the GPU. */
  readonly unknown: string[];
  /** Why it cannot run. */
  readonly refused: string[];
  /** The same, where gpu.allowUnsupported is true. */
  readonly allowed: string[];
  /** What is left in memory, and what was not checked. */
  readonly notes: string[];
}

/** The values of the chart that decide what runs on a GPU. */
export interface HardwareValues {
  readonly gpu: {
    readonly product?: string | null;
    readonly allowUnsupported?: boolean | null;
    readonly count?: number;
    readonly resourceName?: string;
  };
  readonly model: { readonly id?: string | null };
  readonly engine: QuestionOptions & { readonly extraArgs?: readonly string[] };
  readonly image: { readonly repository: string; readonly tag?: string | null; readonly digest?: string | null };
  readonly extraEnv?: readonly { readonly name: string }[];
}

const NOTHING: Hardware = { gpu: '', unknown: [], refused: [], allowed: [], notes: [] };

interface Findings {
  readonly problems: string[];
  readonly notes: string[];
}

/**
 * Asks the planner what the chart asks its tables (templates/archon-vllm/functions/hardware.tpl), and words it alike.
 * Only what the chart can count is judged, so that both refuse the same values.
 */
export function checkHardware(values: HardwareValues, release: string): Hardware {
  const { product, allowUnsupported } = values.gpu;
  if (!product) return NOTHING;
  const gpu = gpus.find(({ id }) => id === product);
  if (!gpu) return { ...NOTHING, unknown: [unknownGpu(product)] };
  const { problems, notes } = findingsOf(gpu, values, release);
  const sentences = problems.map((problem) => `${gpu.name}: ${problem}`);
  return allowUnsupported
    ? { ...NOTHING, gpu: gpu.name, allowed: sentences, notes }
    : {
        ...NOTHING,
        gpu: gpu.name,
        refused: sentences.map((sentence) => `${sentence} gpu.allowUnsupported=true renders it all the same.`),
        notes,
      };
}

function findingsOf(gpu: Gpu, values: HardwareValues, release: string): Findings {
  const entry = release ? findRelease(release) : undefined;
  if (!entry) return { problems: [], notes: ['Not checked: which vLLM release the image holds is not known.'] };
  if (versionNumber(release) > versionNumber(newestRelease.version)) {
    const note = `Not checked: vLLM ${release} is newer than this chart, which knows ${newestRelease.version}.`;
    return { problems: [], notes: [note] };
  }
  // the planner answers nothing for such a GPU, and the chart refuses only what the planner does
  const spec = gpuSpecOf(gpu);
  if (!spec || Number.isNaN(spec.capability))
    return { problems: [], notes: ['Not checked: how much memory CUDA gets on this GPU is not known.'] };
  const found = [
    kernelFindings(spec.capability, entry, values),
    { problems: typeProblems(spec.capability, entry, values), notes: [] },
    memoryFindings(gpu, spec.capability, release, values),
  ];
  return { problems: found.flatMap(({ problems }) => problems), notes: found.flatMap(({ notes }) => notes) };
}

/** The catalog knows the kernels of the project's own images, not of one that was built otherwise. */
function kernelFindings(capability: number, entry: Release, { image }: HardwareValues): Findings {
  const { repository, tag, digest } = image;
  if (!/(^|\/)vllm-openai$/.test(repository) || !/^(v?\d+\.\d+\.\d+)?$/.test(digest ? '' : (tag ?? '')))
    return { problems: [], notes: ['Not checked: kernels, because the image is not one that the catalog knows.'] };
  const [objection] = kernelObjections(entry, capability);
  if (!objection) return { problems: [], notes: [] };
  return objection.certain
    ? { problems: [`${objection.text} Use another image.tag.`], notes: [] }
    : { problems: [], notes: [`May not start: ${objection.text}`] };
}

function typeProblems(capability: number, entry: Release, { engine, model }: HardwareValues): string[] {
  const method = engine.quantization || findModel(model.id ?? '')?.quantization?.method;
  const methods = method ? methodObjections(entry, method, capability).filter(({ certain }) => certain) : [];
  const problems = methods.map(({ text }) => `${text} Use a checkpoint with another quantization.`);
  if (engine.dtype === 'bfloat16' && capability < 800)
    problems.push('bfloat16 needs compute capability 8.0: set engine.dtype to float16.');
  const kvDtype = engine.kvCacheDtype;
  if (kvDtype && kvDtype !== 'auto' && entry.kvCacheDtypes && !entry.kvCacheDtypes.includes(kvDtype))
    problems.push(`vLLM ${entry.version} has no kv-cache-dtype ${kvDtype}: ${entry.kvCacheDtypes.join(', ')}.`);
  return problems;
}

function memoryFindings(gpu: Gpu, capability: number, release: string, values: HardwareValues): Findings {
  const reason = uncounted(capability, release, values);
  if (reason !== undefined) return { problems: [], notes: [`Not checked: memory, because ${reason}.`] };
  const id = values.model.id!;
  const asked: Question = { gpu: gpu.id, gpuCount: 1, model: id, release, options: values.engine };
  const resolved = resolveQuestion(asked);
  if (!('gpu' in resolved)) return { problems: [], notes: [`Not checked: memory, because ${resolved.join(' ')}`] };
  const { context, counted } = evaluate(resolved);
  const { settings, model } = context;
  const { estimate, neededGiB } = counted!;
  const { low, high } = estimate.kvCache;
  const contextTokens = settings.contextTokens!;
  const problems: string[] = [];
  if (model.maxPositions !== undefined && contextTokens > model.maxPositions)
    problems.push(`The model has ${model.maxPositions} positions, not ${contextTokens}. Lower engine.maxModelLen.`);
  const left = estimate.total.likely * (1 - settings.utilization);
  if (left < CONTEXT.least)
    problems.push(
      `A utilization of ${settings.utilization} asks for more than is free. Lower engine.gpuMemoryUtilization.`,
    );
  const needs = `${contextTokens} tokens need ${gib(neededGiB)} of cache`;
  const advice = `Lower engine.maxModelLen or engine.maxNumSeqs, or take a smaller model or a larger GPU: archon plan --gpu ${gpu.id} --model ${id} finds what fits.`;
  if (high < neededGiB) problems.push(`${needs}, and ${gib(Math.max(0, high))} are left at best. ${advice}`);
  if (problems.length > 0) return { problems, notes: [] };
  const note =
    low < neededGiB
      ? `May not start: ${needs}, and ${gib(Math.max(0, low))} to ${gib(high)} are left.`
      : `Memory: ${needs}, and at least ${gib(low)} are left.`;
  return { problems, notes: [note] };
}

/** Rounds halves up, as sprig does; `%.2f` and toFixed do not agree on 1.125. */
const gib = (figure: number): string => `${(Math.round(figure * 100) / 100).toFixed(2)} GiB`;

/** Types of keys and values of which the chart knows the size. */
const KV_TYPES = /^(auto|half|float16|bfloat16|fp8|fp8_e4m3|fp8_e5m2)$/;

/** Why the chart cannot count the memory of these values; undefined: it can. The order is that of the chart. */
function uncounted(capability: number, release: string, values: HardwareValues): string | undefined {
  const { engine, extraEnv = [] } = values;
  const id = values.model.id ?? '';
  const model = findModel(id);
  if (!model) return `the catalog does not know the model ${id}`;
  const ofModel = uncountedModel(model);
  if (ofModel !== undefined) return ofModel;
  if (values.gpu.resourceName !== 'nvidia.com/gpu') return 'gpu.resourceName may be a part of a GPU';
  const shards = ['tensorParallelSize', 'pipelineParallelSize', 'dataParallelSize'].some(
    (key) => (engine[key] ?? 1) !== 1,
  );
  if (shards || values.gpu.count !== 1) return 'several GPUs are used';
  const option = uncountedOptions.find((key) => isSet(engine[key]));
  if (option !== undefined) return `engine.${option} is set`;
  if (engine.quantization && engine.quantization !== model.quantization?.method)
    return 'engine.quantization is not the method of the checkpoint';
  if (!/^(auto|half|float16|bfloat16)$/.test(engine.dtype ?? 'auto')) return 'engine.dtype is none of 16 bit';
  if (!KV_TYPES.test(engine.kvCacheDtype ?? 'auto')) return 'the size of engine.kvCacheDtype is not known';
  if (slidesUncounted(model, capability, release)) return 'layers slide, which this release does not make use of';
  const argument = uncountedArgument(engine.extraArgs ?? []);
  if (argument !== undefined) return `${argument} changes how it is used`;
  const variable = extraEnv.find(({ name }) => new RegExp(uncountedEnv).test(name));
  return variable && `${variable.name} may change how it is used`;
}

function isSet(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Before there is a cache for hybrids, all layers of the model are full ones: another layout. */
function slidesUncounted(model: Model, capability: number, release: string): boolean {
  const spec = modelSpecOf(model);
  return spec.sliding !== undefined && !versionBehaviour(versionNumber(release), capability, spec).hybridCache;
}

function unknownGpu(product: string): string {
  const ids = gpus.map(({ id }) => id).sort();
  const near = nearest(product, ids);
  const digits = /[0-9]{2,}/.exec(product)?.[0];
  const alike = digits === undefined ? [] : ids.filter((id) => id.includes(digits));
  const known = alike.length > 0 ? `Like it: ${alike.join(', ')}.` : `Known: ${ids.join(', ')}.`;
  return `There is no GPU "${product}" in the catalog. ${near ? `Did you mean ${near}? ` : ''}${known}`;
}
