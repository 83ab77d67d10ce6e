import { gibOf, presets, releaseOf, type Preset } from '@archon/presets';
import type { Gpu, Model, Release } from '@archon/sizing/catalog-types';
import { gpuSpecOf } from '@archon/sizing/gpu-spec';
import { kernelObjections } from '@archon/sizing/compatibility';
import { models } from '@archon/sizing/models';
import { quickCheck } from '@archon/sizing/evaluate';
import { plan } from '@archon/sizing/plan';
import { findRelease, newestRelease, releases } from '@archon/sizing/releases';
import { versionNumber } from '@archon/sizing/versions';
import type { Answer, Question, QuestionOptions } from '@archon/sizing/types';
import { bits, size } from './rank.ts';

/** What a user requests of the server. */
export interface ValuesRequest {
  readonly gpu: Gpu;
  readonly model?: Model;
  readonly context?: number;
  /** Concurrent requests of the whole context that the cache must hold. */
  readonly users: number;
  readonly gpuCount: number;
  /** Left out: the newest whose image runs on the GPU. */
  readonly release?: string;
  /** Engine values that the user has set: they stay as they are. */
  readonly fixed: QuestionOptions;
}

/** Options that fit by the planner's pessimistic bound, and its answer. */
export interface Selection {
  readonly model: Model;
  readonly release: Release;
  /** The preset for this model on this GPU, which sets the rest. */
  readonly preset?: Preset;
  readonly options: ChosenOptions;
  readonly answer: Answer;
}

interface ChosenOptions extends QuestionOptions {
  readonly maxModelLen: number;
}

/** Contexts in tokens: useful for code, usable, and the minimum. */
const comfortable = 16_384;
const modest = 8192;
const least = 4096;

/** Beyond the pessimistic bound, in GiB: so that a printed file also works with a later driver. */
const spareGiB = 0.1;

const freeLicences = new Set(['apache-2.0', 'mit']);

/** The release whose image runs on a GPU: the newest one where it can be. */
function releaseFor(gpu: Gpu): Release {
  const { capability } = gpuSpecOf(gpu);
  const runs = (release: Release): boolean => kernelObjections(release, capability).length === 0;
  return releases.toReversed().find(runs) ?? newestRelease;
}

/** The release that is requested, or the GPU's; between two of the catalog it is evaluated as the older one. */
export function requestedRelease({ gpu, release }: ValuesRequest): Release {
  const entry = release === undefined ? undefined : findRelease(release);
  return entry ? { ...entry, version: release! } : releaseFor(gpu);
}

/** The presets that a GPU belongs to, with an image that runs on it; none where there are several GPUs. */
function presetsFor(request: ValuesRequest): Preset[] {
  const { gpu, gpuCount } = request;
  const { version } = requestedRelease(request);
  if (gpuCount > 1) return [];
  return presets.filter((preset) => preset.gpus.some(({ id }) => id === gpu.id) && releaseOf(preset) === version);
}

/**
 * The model of the GPU's preset, which was chosen with care; else the best code model: comfortably, else with fewer
 * tokens, else at some speed. Undefined: none fits.
 */
export function chooseModel(request: ValuesRequest): Selection | undefined {
  const chosen = presetsFor(request).flatMap(({ model }) => models.filter(({ id }) => id === model.model.id));
  for (const model of chosen) {
    const selection = chooseOptions(model, request);
    if (selection && selection.options.enforceEager !== true) return selection;
  }
  const candidates = codeModels();
  for (const from of [comfortable, modest, least])
    for (const model of candidates) {
      const selection = chooseOptions(model, request, from);
      if (selection) return selection;
    }
  return undefined;
}

/** Models for code that anyone may use, the largest first. */
export function codeModels(): Model[] {
  return models
    .filter(({ codeModel, licence, weights }) => codeModel && weights && freeLicences.has(licence ?? ''))
    .toSorted((a, b) => size(b) - size(a) || bits(b) - bits(a) || b.id.localeCompare(a.id));
}

/** Options with which a model gets at least a context, the requested one exactly; undefined: none do. */
export function chooseOptions(model: Model, request: ValuesRequest, wanted: number = least): Selection | undefined {
  const release = requestedRelease(request);
  if (tooOld(model, release)) return undefined;
  const preset = presetsFor(request).find((candidate) => candidate.model.model.id === model.id);
  const own = preset && { ...preset.hardware.engine, ...preset.model.engine };
  const limit = model.geometry.maxPositionEmbeddings;
  for (const { options, from } of candidatesFor(request, wanted, own)) {
    const floor = request.context ?? Math.min(limit, Math.max(from, wanted));
    const contexts = request.context === undefined ? roundContexts(floor, limit) : [request.context];
    // where the least context does not fit, no longer one does
    if (!fitsWithSpare(request, model, release, { ...options, ...request.fixed, maxModelLen: contexts.at(-1)! }))
      continue;
    for (const maxModelLen of contexts) {
      const chosen = { ...options, ...request.fixed, maxModelLen };
      if (!fitsWithSpare(request, model, release, chosen)) continue;
      const answer = plan(questionOf(request, model, release.version, chosen));
      return { model, release, ...(preset && { preset }), options: chosen, answer };
    }
  }
  return undefined;
}

/** A way to spend the memory; `from` is the context from which on it is worth taking. */
interface Candidate {
  readonly options: QuestionOptions;
  readonly from: number;
}

/** The most comfortable first; giving up CUDA graphs costs speed, and comes last. */
function candidatesFor({ users, gpu }: ValuesRequest, wanted: number, own: QuestionOptions | undefined): Candidate[] {
  // where the memory is the CPU's too, the system holds some of it
  const shares = gpu.memory.unified ? [0.8] : [0.9, 0.92, 0.95];
  const candidates = (maxNumSeqs: number, from: number, more: QuestionOptions = {}): Candidate[] =>
    shares.map((gpuMemoryUtilization) => ({
      options: { ...own, gpuMemoryUtilization, maxNumSeqs, ...more },
      from,
    }));
  const many = Math.max(16, users);
  const few = Math.max(4, users);
  const fp8 = { kvCacheDtype: 'fp8' } as const;
  const eager = { enforceEager: true } as const;
  const eightBit = Number(gpu.computeCapability ?? 0) >= 8.9;
  const preset = own
    ? [
        {
          options: { ...own, maxNumSeqs: Math.max(own.maxNumSeqs ?? 1, users) },
          from: Number(own.maxModelLen ?? least),
        },
      ]
    : [];
  return [
    ...preset,
    ...candidates(many, comfortable),
    ...candidates(many, modest),
    ...candidates(few, modest),
    ...(eightBit ? candidates(many, modest, fp8) : []),
    ...candidates(few, least),
    ...(eightBit ? candidates(few, least, fp8) : []),
    // in the first two passes over the models, a smaller model is better than a slow one
    ...(wanted <= least
      ? [...candidates(few, least, eager), ...(eightBit ? candidates(few, least, { ...fp8, ...eager }) : [])]
      : []),
  ];
}

/** vLLM's recipe asks for a later release than the GPU's image. */
export function tooOld({ serving }: Model, release: Release): boolean {
  return serving?.minVllm !== undefined && versionNumber(release.version) < versionNumber(serving.minVllm);
}

/** Whether it fits, with every user's request and something to spare. */
function fitsWithSpare(request: ValuesRequest, model: Model, { version }: Release, options: QuestionOptions): boolean {
  const { fits, kvCacheGiBLow, marginGiB } = quickCheck(questionOf(request, model, version, options));
  if (fits !== true || kvCacheGiBLow === null || marginGiB === null || marginGiB < spareGiB) return false;
  return kvCacheGiBLow >= request.users * (kvCacheGiBLow - marginGiB);
}

/** A model that the catalog does not have is planned as it was read. */
export function questionOf(
  { gpu, gpuCount }: ValuesRequest,
  model: Model,
  release: string,
  options: QuestionOptions,
): Question {
  return { gpu: gpu.id, gpuCount, model: models.includes(model) ? model.id : model, release, options };
}

/** The largest volume, in GiB, that a preset for the GPU asks for; 0 where there is none. */
export function presetVolumeGiB(gpu: Gpu): number {
  const own = presets.filter((preset) => preset.gpus.some(({ id }) => id === gpu.id));
  return Math.max(0, ...own.map(({ hardware }) => gibOf(hardware.persistence?.size ?? '0Gi')));
}

/** Round numbers of tokens, the highest first, down to a minimum. */
function roundContexts(floor: number, limit: number): number[] {
  const round = [131_072, 98_304, 65_536, 49_152, 40_960, 32_768, 24_576, 20_480, 16_384, 12_288, 8192, 6144, 4096];
  const longest = Math.max(floor, 131_072);
  return [...new Set([Math.min(limit, longest), ...round, floor])]
    .filter((context) => context >= floor && context <= Math.min(limit, longest))
    .toSorted((a, b) => b - a);
}
