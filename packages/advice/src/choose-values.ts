import { gibOf, presets, releaseOf, type Preset } from '@archon/presets';
import type { Gpu, Model, Release } from '@archon/sizing/catalog-types';
import { gpuSpecOf } from '@archon/sizing/gpu-spec';
import { kernelObjections } from '@archon/sizing/compatibility';
import { models } from '@archon/sizing/models';
import { quickCheck, type QuickCheck } from '@archon/sizing/evaluate';
import { plan } from '@archon/sizing/plan';
import { findRelease, newestRelease, releases } from '@archon/sizing/releases';
import { versionNumber } from '@archon/sizing/versions';
import type { Answer, Question, QuestionOptions } from '@archon/sizing/types';
import { candidatesFor, comfortable, least, modest, roundContexts, type Candidate } from './candidates.ts';
import { bits, size } from './rank.ts';

/** What a user requests of the server. */
export interface ValuesRequest {
  readonly gpu: Gpu;
  /** What CUDA reports on it, in GiB, where that is known better than by the catalog. */
  readonly totalGiB?: number;
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

/** Options that fit by the planner's pessimistic bound. */
export interface SelectedOptions {
  readonly model: Model;
  readonly release: Release;
  /** The preset for this model on this GPU, which sets the rest. */
  readonly preset?: Preset;
  readonly options: ChosenOptions;
}

/** The same with the planner's answer. */
export interface Selection extends SelectedOptions {
  readonly answer: Answer;
}

interface ChosenOptions extends QuestionOptions {
  readonly maxModelLen: number;
}

/** Beyond the pessimistic bound, in GiB: so that a printed file also works with a later driver. */
const spareGiB = 0.1;

const freeLicences = new Set(['apache-2.0', 'mit']);

const newestFirst = releases.toReversed();
const releasesOfGpus = new WeakMap<Gpu, Release>();

/** The release whose image runs on a GPU: the newest one where it can be. Looked up once: rankings ask a thousand times. */
function releaseFor(gpu: Gpu): Release {
  let release = releasesOfGpus.get(gpu);
  if (!release) {
    const { capability } = gpuSpecOf(gpu);
    release = newestFirst.find((one) => kernelObjections(one, capability).length === 0) ?? newestRelease;
    releasesOfGpus.set(gpu, release);
  }
  return release;
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
export function chooseOptions(model: Model, request: ValuesRequest, wanted?: number): Selection | undefined {
  const selected = selectOptions(model, request, wanted);
  return selected && withAnswer(selected, request);
}

/** Plans what was selected. */
export function withAnswer(selected: SelectedOptions, request: ValuesRequest): Selection {
  const { model, release, options } = selected;
  return { ...selected, answer: plan(questionOf(request, model, release.version, options)) };
}

/** The same without the plan. */
export const selectOptions = (model: Model, request: ValuesRequest, wanted?: number): SelectedOptions | undefined =>
  findFitting(model, request, wanted)?.select();

/** That a model fits, for rankings of everything: how long a context may be is found out where it is shown. */
export interface Fitting {
  /** Tokens that fit; perhaps more do. */
  readonly context: number;
  /** With the longest round context that fits, or the requested one. */
  readonly select: () => SelectedOptions;
}

/** The first of the candidates with which a model gets at least a context; undefined: none. */
export function findFitting(model: Model, request: ValuesRequest, wanted: number = least): Fitting | undefined {
  const release = requestedRelease(request);
  if (tooOld(model, release)) return undefined;
  const preset = presetsFor(request).find((candidate) => candidate.model.model.id === model.id);
  const own = preset && { ...preset.hardware.engine, ...preset.model.engine };
  const limit = model.geometry.maxPositionEmbeddings;
  const candidates = candidatesFor(request, wanted, own);
  const leastOf = ({ from }: Candidate): number => request.context ?? Math.min(limit, Math.max(from, wanted));
  const optionsWith = ({ options }: Candidate, maxModelLen: number): ChosenOptions => ({
    ...options,
    ...request.fixed,
    maxModelLen,
  });
  const fits = (options: ChosenOptions): boolean => fitsWithSpare(request, model, release, options);
  const select = (candidate: Candidate, context: number): SelectedOptions => {
    const contexts = request.context === undefined ? roundContexts(context, limit) : [context];
    const maxModelLen = longestOf(contexts, (longer) => fits(optionsWith(candidate, longer)));
    return { model, release, ...(preset && { preset }), options: optionsWith(candidate, maxModelLen) };
  };
  const rooms = new Map<Candidate, boolean>();
  const hasRoom = (candidate: Candidate): boolean => {
    const options = optionsWith(candidate, leastOf(candidate));
    if (!rooms.has(candidate))
      rooms.set(candidate, holdsAll(quickCheck(questionOf(request, model, release.version, options)), request.users));
    return rooms.get(candidate)!;
  };
  const ruledOut = new Set<Candidate['kind']>();
  for (const candidate of candidates) {
    const { kind } = candidate;
    if (ruledOut.has(kind)) continue;
    const context = leastOf(candidate);
    if (fits(optionsWith(candidate, context))) return { context, select: () => select(candidate, context) };
    // most models for most GPUs end here: the last of all, and of each kind, needs the least memory
    if (!hasRoom(candidates.at(-1)!)) return undefined;
    if (!hasRoom(candidates.findLast((other) => other.kind === kind)!)) ruledOut.add(kind);
  }
  return undefined;
}

/** The longest of some contexts, the shortest first, that fits: the first does, and where one does not, no longer one does. */
function longestOf(contexts: readonly number[], fits: (context: number) => boolean): number {
  let [fitting, beyond] = [0, contexts.length];
  while (beyond - fitting > 1) {
    const middle = (fitting + beyond) >> 1;
    if (fits(contexts[middle]!)) fitting = middle;
    else beyond = middle;
  }
  return contexts[fitting]!;
}

/** vLLM's recipe asks for a later release than the GPU's image. */
export function tooOld({ serving }: Model, release: Release): boolean {
  return serving?.minVllm !== undefined && versionNumber(release.version) < versionNumber(serving.minVllm);
}

/** Whether the user has set fewer sequences than there are users: then some of them wait. */
export const tooFewSequences = (users: number, { maxNumSeqs }: QuestionOptions): boolean =>
  maxNumSeqs != null && Number(maxNumSeqs) < users;

/** Why not all users are served, with too few sequences. */
export const fewSequences = (users: number, { maxNumSeqs }: QuestionOptions): string =>
  `engine.maxNumSeqs is ${Number(maxNumSeqs)}: vLLM works on ${Number(maxNumSeqs)} requests of ${users} users together, and the others wait.`;

/** Whether it fits, with every user's request and something to spare. */
export function fitsWithSpare(
  request: ValuesRequest,
  model: Model,
  { version }: Release,
  options: QuestionOptions,
): boolean {
  if (tooFewSequences(request.users, options)) return false;
  const check = quickCheck(questionOf(request, model, version, options));
  return check.fits === true && holdsAll(check, request.users);
}

/** Whether the KV cache holds every user's request, with something to spare. */
const holdsAll = ({ kvCacheGiBLow, marginGiB }: QuickCheck, users: number): boolean =>
  kvCacheGiBLow !== null &&
  marginGiB !== null &&
  marginGiB >= spareGiB &&
  kvCacheGiBLow >= users * (kvCacheGiBLow - marginGiB);

/** A model that the catalog does not have is planned as it was read. */
export function questionOf(
  { gpu, totalGiB, gpuCount }: ValuesRequest,
  model: Model,
  release: string,
  options: QuestionOptions,
): Question {
  const { id, computeCapability } = gpu;
  return {
    gpu: totalGiB === undefined ? id : { totalGiB, ...(computeCapability !== undefined && { computeCapability }) },
    gpuCount,
    model: models.includes(model) ? model.id : model,
    release,
    options,
  };
}

/** The largest volume, in GiB, that a preset for the GPU asks for; 0 where there is none. */
export function presetVolumeGiB(gpu: Gpu): number {
  const own = presets.filter((preset) => preset.gpus.some(({ id }) => id === gpu.id));
  return Math.max(0, ...own.map(({ hardware }) => gibOf(hardware.persistence?.size ?? '0Gi')));
}
