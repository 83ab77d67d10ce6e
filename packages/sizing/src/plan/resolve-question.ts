import type { Gpu, Model, Release } from '../catalog-types.ts';
import { gpus } from '../gpus.ts';
import { models } from '../models.ts';
import { findRelease } from '../releases.ts';
import { cardOfGpu, cardOfQuestion } from './card.ts';
import { shapeOfModel, shapeOfQuestion, type Shape } from './shape.ts';
import type { Card } from './situation.ts';
import type { Question, QuestionModel, QuestionOptions } from './types.ts';
import { versionNumber } from './versions.ts';

/** A question with what the catalog says of its words. */
export interface Resolved {
  readonly card: Card;
  readonly shape: Shape;
  /** NaN: not known. */
  readonly release: number;
  /** The entry of the catalog that speaks for the release. */
  readonly entry?: Release;
  readonly options: QuestionOptions;
  readonly gpuCount?: number;
}

const gpusById = new Map<string, Gpu>(gpus.map((gpu) => [gpu.id, gpu]));
const modelsById = new Map<string, Model>(models.map((model) => [model.id, model]));
const entries = new Map<string, { number: number; entry: Release | undefined }>();

/** Everything that a question names, or what is wrong with it. */
export function resolveQuestion(question: Question): Resolved | readonly string[] {
  const problems: string[] = [];
  const card = resolveCard(question.gpu, problems);
  const shape = resolveShape(question.model, problems);
  const options = question.options ?? {};
  checkOptions(options, problems);
  const { gpuCount } = question;
  if (gpuCount !== undefined && !isCount(gpuCount)) problems.push(`gpuCount: ${String(gpuCount)} is no count.`);
  if (problems.length > 0 || !card || !shape) return problems;
  const { number, entry } = resolveRelease(question.release);
  return {
    card,
    shape,
    release: number,
    ...(entry && { entry }),
    options,
    ...(gpuCount !== undefined && { gpuCount }),
  };
}

function resolveRelease(version: string | undefined) {
  const key = version ?? '';
  let found = entries.get(key);
  if (!found) {
    const entry = version === undefined ? undefined : findRelease(version);
    found = { number: entry ? versionNumber(key) : NaN, entry };
    entries.set(key, found);
  }
  return found;
}

function resolveCard(gpu: Question['gpu'], problems: string[]): Card | undefined {
  if (typeof gpu === 'string') {
    const entry = gpusById.get(gpu);
    const card = entry && cardOfGpu(entry);
    if (!entry) problems.push(`gpu: the catalog has no ${gpu}.`);
    else if (!card) problems.push(`gpu: how much memory CUDA gets on ${entry.name} is not known.`);
    return card;
  }
  if (typeof gpu !== 'object' || gpu === null || !(gpu.totalGiB > 0)) {
    problems.push('gpu: an id of the catalog, or an object with totalGiB, is needed.');
    return undefined;
  }
  if (gpu.computeCapability !== undefined && !/^\d+\.\d+$/.test(gpu.computeCapability)) {
    problems.push(`gpu.computeCapability: ${gpu.computeCapability} is none, as 8.9 is.`);
    return undefined;
  }
  return cardOfQuestion(gpu);
}

const GEOMETRY = ['numHiddenLayers', 'numKeyValueHeads', 'headDim', 'hiddenSize', 'vocabSize'] as const;
const questionShapes = new WeakMap<QuestionModel, Shape>();

function resolveShape(model: Question['model'], problems: string[]): Shape | undefined {
  if (typeof model === 'string') {
    const entry = modelsById.get(model);
    if (!entry) problems.push(`model: the catalog has no ${model}.`);
    return entry && shapeOfModel(entry);
  }
  if (typeof model !== 'object' || model === null) {
    problems.push(
      'model: an id of the catalog, an entry like its, or an object with weightsGiB and the geometry, is needed.',
    );
    return undefined;
  }
  if ('geometry' in model) return shapeOfModel(model);
  const known = questionShapes.get(model);
  if (known) return known;
  const missing = GEOMETRY.filter((key) => !isCount(model[key]));
  if (!(model.weightsGiB > 0)) problems.push('model.weightsGiB: a size is needed.');
  for (const key of missing) problems.push(`model.${key}: a count is needed.`);
  if (missing.length > 0 || !(model.weightsGiB > 0)) return undefined;
  const shape = shapeOfQuestion(model);
  questionShapes.set(model, shape);
  return shape;
}

const COUNTS = [
  'maxNumSeqs',
  'tensorParallelSize',
  'pipelineParallelSize',
  'maxLoras',
  'maxLoraRank',
  'blockSize',
] as const;

function checkOptions(options: QuestionOptions, problems: string[]): void {
  for (const key of COUNTS) {
    const value = options[key];
    if (value !== undefined && value !== null && !isCount(value))
      problems.push(`options.${key}: ${String(value)} is no count.`);
  }
  const share = options.gpuMemoryUtilization;
  if (share !== undefined && share !== null && !(share > 0 && share <= 1))
    problems.push(`options.gpuMemoryUtilization: ${String(share)} is no share of 1.`);
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
