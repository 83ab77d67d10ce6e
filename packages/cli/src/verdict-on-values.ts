import { planContext } from '@archon/advice/longest-context';
import { models } from '@archon/sizing/models';
import { isRecord, type EffectiveValues } from '@archon/values';
import { findModelNamed } from '@archon/advice/catalog-names';
import { verdictSentence, whoseContext } from '@archon/advice/verdict-sentence';
import { readRequest, type PlanOptions } from './read-request.ts';

/** What the planner says of values, which counts more than the chart can: `archon plan -f` in a sentence. */
export interface VerdictOnValues {
  readonly fits: boolean | null;
  readonly sentence: string;
}

/** Only where the chart is not certain, or counted no memory. */
export async function verdictOnValues(
  { values, computed }: EffectiveValues,
  paths: string[],
): Promise<VerdictOnValues | undefined> {
  const { notes = [] } = (computed.hardware ?? {}) as { notes?: string[] };
  if (!notes.some((note) => /^Not (certain|checked: memory)/.test(note))) return undefined;
  return plannedVerdict(values, { values: paths });
}

/** The planner's sentence on a request for values; a model that the catalog does not have is not read here. */
export async function plannedVerdict(
  values: EffectiveValues['values'],
  options: PlanOptions,
): Promise<VerdictOnValues | undefined> {
  const { id, copyOf } = isRecord(values.model) ? values.model : {};
  if (findModelNamed(String(copyOf ?? id)) === undefined) return undefined;
  const { gpu, model, gpuCount = 1, release, options: engine } = await readRequest(options);
  if (!gpu || !model) return undefined;
  const question = {
    gpu: gpu.id,
    gpuCount,
    model: models.includes(model) ? model.id : model,
    ...(release !== undefined && { release }),
    options: engine,
  };
  const { answer } = planContext(question, model, true);
  const context = whoseContext(engine, answer);
  return {
    fits: answer.fits,
    sentence: verdictSentence({ model: model.id, gpu: gpu.name, gpuCount, context }, answer),
  };
}
