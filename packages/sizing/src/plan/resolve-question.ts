import type { Model, Release } from '../catalog-types.ts';
import { findGpu } from '../gpu-parts.ts';
import { models } from '../models.ts';
import { findRelease, newestRelease, releases } from '../releases.ts';
import { gpuSpecOf, gpuSpecOfQuestion } from './gpu-spec.ts';
import { hfOverridesOf } from './hf-overrides.ts';
import { isTypeName } from './model-types.ts';
import { modelSpecOf, modelSpecOfQuestion, type ModelSpec } from './model-spec.ts';
import type { GpuSpec } from './plan-context.ts';
import { numericOptions, type NumericOptions } from './numeric-options.ts';
import { typeProblems } from './option-types.ts';
import { readOptions } from './read-options.ts';
import type { Question, QuestionModel } from './types.ts';
import { versionNumber } from './versions.ts';

/** A question with the entries of the catalog that it names. */
export interface Resolved {
  readonly gpu: GpuSpec;
  readonly model: ModelSpec;
  /** NaN: unknown. */
  readonly release: number;
  /** The entry of the catalog that speaks for the release. */
  readonly entry?: Release;
  readonly options: NumericOptions;
  readonly gpuCount?: number;
  readonly usedGiB?: number;
  readonly warm?: boolean;
}

const modelsById = new Map<string, Model>(models.map((model) => [model.id, model]));
const entries = new Map<string, { number: number; entry: Release | undefined }>();

/** Everything that a question names, or what is wrong with it. */
export function resolveQuestion(question: Question): Resolved | readonly string[] {
  const problems: string[] = [];
  const gpu = resolveGpu(question.gpu, problems);
  const model = resolveModel(question.model, problems);
  const options = numericOptions(readOptions(question.options ?? {}));
  const { gpuCount } = question;
  problems.push(...settingProblems(question, options));
  // a batch may have null for what it does not say
  const [usedGiB, warm] = [question.usedGiB ?? undefined, question.warm ?? undefined];
  if (usedGiB !== undefined && !(usedGiB >= 0))
    problems.push(`usedGiB must be a number of at least 0, not ${String(usedGiB)}.`);
  if (warm !== undefined && typeof warm !== 'boolean')
    problems.push(`warm must be true or false, not ${String(warm)}.`);
  if (problems.length > 0 || !gpu || !model) return problems;
  const { number, entry } = resolveRelease(question.release);
  const { maxPositions } = hfOverridesOf(options, model);
  return {
    gpu,
    model: maxPositions === undefined ? model : { ...model, maxPositions },
    release: number,
    ...(entry && { entry }),
    options,
    ...(gpuCount !== undefined && gpuCount !== null && { gpuCount }),
    ...(usedGiB !== undefined && { usedGiB }),
    ...(warm !== undefined && { warm }),
  };
}

/** What is wrong with a question, whatever the catalog has: its release, counts and options. */
export function questionProblems(question: Question): string[] {
  return settingProblems(question, numericOptions(readOptions(question.options ?? {})));
}

function settingProblems({ release, gpuCount, options: given }: Question, options: NumericOptions): string[] {
  const problems: string[] = [];
  const extraArgs = given?.['extraArgs'];
  if (extraArgs !== undefined && extraArgs !== null && !Array.isArray(extraArgs))
    problems.push(`options.extraArgs must be a list of arguments, not ${JSON.stringify(extraArgs)}.`);
  if (release !== undefined && release !== null && !isRelease(release))
    problems.push(`release: "${release}" is not a vLLM release (expected e.g. ${newestRelease.version}).`);
  if (gpuCount !== undefined && gpuCount !== null && !isCount(gpuCount))
    problems.push(`gpuCount must be a positive integer, not ${String(gpuCount)}.`);
  checkOptions(options, problems);
  problems.push(...typeProblems(options));
  return problems;
}

/** A version that the catalog speaks for: of its range, or older. A moving tag says nothing, and is an unknown release. */
function isRelease(version: string): boolean {
  if (/^(latest|nightly)\b/.test(version)) return true;
  const number = /^v?\d+\.\d+(\.\d+([-.+].*)?)?$/.test(version) ? versionNumber(version) : NaN;
  return number <= versionNumber(newestRelease.version);
}

function resolveRelease(version: string | null | undefined) {
  const key = version ?? '';
  let found = entries.get(key);
  if (!found) {
    const entry = version === undefined || version === null ? undefined : findRelease(version);
    found = { number: entry ? versionNumber(key) : NaN, entry };
    entries.set(key, found);
  }
  return found;
}

function resolveGpu(gpu: Question['gpu'], problems: string[]): GpuSpec | undefined {
  if (typeof gpu === 'string') {
    const entry = findGpu(gpu);
    if (!entry) problems.push(`gpu: "${gpu}" is not in the catalog.`);
    return entry && gpuSpecOf(entry);
  }
  if (typeof gpu !== 'object' || gpu === null || !(gpu.totalGiB > 0)) {
    problems.push('gpu must be an id of the catalog, or an object with totalGiB.');
    return undefined;
  }
  if (gpu.computeCapability !== undefined && !/^\d+\.\d+$/.test(gpu.computeCapability)) {
    problems.push(`gpu.computeCapability: "${gpu.computeCapability}" is not a compute capability (expected e.g. 8.9).`);
    return undefined;
  }
  return gpuSpecOfQuestion(gpu);
}

const GEOMETRY = ['numHiddenLayers', 'numKeyValueHeads', 'headDim', 'hiddenSize', 'vocabSize'] as const;
const questionSpecs = new WeakMap<QuestionModel, ModelSpec>();

function resolveModel(model: Question['model'], problems: string[]): ModelSpec | undefined {
  if (typeof model === 'string') {
    const entry = modelsById.get(model);
    if (!entry) problems.push(`model: "${model}" is not in the catalog.`);
    return entry && modelSpecOf(entry);
  }
  if (typeof model !== 'object' || model === null) {
    problems.push(
      'model must be an id of the catalog, an entry in its form, or an object with weightsGiB and the geometry.',
    );
    return undefined;
  }
  if ('geometry' in model) return modelSpecOf(model);
  const known = questionSpecs.get(model);
  if (known) return known;
  const missing = GEOMETRY.filter((key) => !isCount(model[key]));
  if (!(model.weightsGiB > 0)) problems.push('model.weightsGiB must be a positive number.');
  for (const key of missing) problems.push(`model.${key} must be a positive integer.`);
  if (missing.length > 0 || !(model.weightsGiB > 0)) return undefined;
  const spec = modelSpecOfQuestion(model);
  questionSpecs.set(model, spec);
  return spec;
}

/** As the chart's schema has it. */
const MOST_GPUS = 1024;

const COUNTS = [
  'maxNumSeqs',
  'tensorParallelSize',
  'pipelineParallelSize',
  'dataParallelSize',
  'maxLoras',
  'maxLoraRank',
  'blockSize',
] as const;

/** Options that take a number of tokens or bytes, some of them also `auto`. */
const AMOUNTS = ['maxModelLen', 'maxNumBatchedTokens', 'kvCacheMemoryBytes'] as const;

function checkOptions(options: NumericOptions, problems: string[]): void {
  for (const key of COUNTS) {
    const value = options[key];
    if (value !== undefined && value !== null && !isCount(value))
      problems.push(`options.${key} must be a positive integer, not ${String(value)}.`);
    else if (key.endsWith('ParallelSize') && Number(value ?? 0) > MOST_GPUS)
      problems.push(`options.${key} must be at most ${MOST_GPUS}, not ${String(value)}.`);
  }
  for (const key of AMOUNTS) {
    const value = options[key];
    const automatic = key !== 'maxNumBatchedTokens' && value === -1;
    if (value !== undefined && value !== null && !automatic && !isCount(value))
      problems.push(
        `options.${key} must be a positive integer${key === 'maxModelLen' ? ' or auto' : ''}, not ${String(value)}.`,
      );
  }
  const { gpuMemoryUtilization: share, cpuOffloadGb: offload, dtype, kvCacheDtype } = options;
  if (share !== undefined && share !== null && !(share > 0 && share <= 1))
    problems.push(`options.gpuMemoryUtilization must be more than 0 and at most 1, not ${String(share)}.`);
  if (offload !== undefined && offload !== null && !(offload >= 0))
    problems.push(`options.cpuOffloadGb must be at least 0, not ${String(offload)}.`);
  if (typeof dtype === 'string' && !isTypeName(dtype))
    problems.push(`options.dtype: "${dtype}" is not a type of vLLM (auto, bfloat16, float16, half, float32 or float).`);
  if (typeof kvCacheDtype === 'string' && !isCacheType(kvCacheDtype))
    problems.push(`options.kvCacheDtype: no release of vLLM knows "${kvCacheDtype}".`);
}

const cacheTypes = new Set(['auto', ...releases.flatMap(({ kvCacheDtypes = [] }) => kvCacheDtypes)]);
const isCacheType = (name: string): boolean => cacheTypes.has(name);

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
