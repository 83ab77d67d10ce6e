import { noChoices, type Choices, type EngineChoices } from '@archon/advice/choices';
import { engineChoice } from '@archon/advice/choices-of-values';
import { encodeChoices } from '@archon/advice/link';
import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { models } from '@archon/sizing/models';
import type { QuestionOptions } from '@archon/sizing/types';
import { numberOf } from '@archon/values/number-text';
import { ArchonError } from '@archon/values/problem';
import type { PlanRequest } from './read-request.ts';
import type { ModelSource } from './served-model.ts';

/** Where `archon web` serves the configurator, unless it is told otherwise. */
export const defaultPort = 8600;

/** A question of `archon plan` or `archon values`. */
export interface LinkedQuestion {
  readonly gpu?: Gpu;
  readonly model?: Model;
  /** Where the model was read, if the catalog does not have it. */
  readonly source?: ModelSource;
  readonly gpuCount?: number;
  readonly release?: string;
  readonly context?: number;
  readonly users?: number;
  readonly options: QuestionOptions;
}

/** What plan asks, for a link: the release only where it is named. */
export function planQuestion({ release, releaseNamed, ...request }: PlanRequest): LinkedQuestion {
  return releaseNamed && release !== undefined ? { ...request, release } : request;
}

/** Names of engine values that the page does not have. */
export const engineLeft = ({ options, gpuCount = 1 }: LinkedQuestion): string[] => engineOf(options, gpuCount)[1];

/** The address of the configurator with a question in it. */
export function pageLink(question: LinkedQuestion, address: string | true = true): string {
  const page = address === true ? `http://127.0.0.1:${defaultPort}/` : address;
  const fragment = encodeChoices(choicesOf(question));
  return fragment === '' ? page : `${page}#${fragment}`;
}

/** What the page has of a question. */
function choicesOf({
  gpu,
  model,
  source,
  gpuCount = 1,
  release,
  context,
  users = 1,
  options,
}: LinkedQuestion): Choices {
  if (model && !source && !models.includes(model))
    throw new ArchonError([
      {
        path: '--model-config',
        message: 'A configuration is not in a link.',
        hint: 'Open the page with archon web, and paste config.json there: “My model is not listed”.',
      },
    ]);
  const { maxModelLen } = options;
  const tokens = context ?? (maxModelLen == null ? undefined : (numberOf(String(maxModelLen)) ?? undefined));
  const [engine] = engineOf(options, gpuCount);
  return {
    ...noChoices,
    ...(gpu && { gpu: gpu.id }),
    ...(model && { model: model.id }),
    ...(source && { revision: source.revision }),
    ...(release !== undefined && { release }),
    ...(tokens !== undefined && tokens > 0 && { context: tokens }),
    gpuCount,
    users,
    engine,
  };
}

/** Engine values that the page has, and the names of others. */
function engineOf(options: QuestionOptions, gpuCount: number): [EngineChoices, string[]] {
  const engine: Record<string, unknown> = {};
  const left: string[] = [];
  for (const [key, value] of Object.entries(options)) {
    if (value === null || value === undefined) continue;
    // the context has a place of its own
    if (key === 'maxModelLen' || (key === 'tensorParallelSize' && value === gpuCount)) continue;
    const read = engineChoice(key, value);
    if (read === undefined) left.push(key);
    else Object.assign(engine, read);
  }
  return [engine as EngineChoices, left];
}
