import { planContext } from '@archon/advice/longest-context';
import { models } from '@archon/sizing/models';
import { isRecord, type EffectiveValues } from '@archon/values';
import { findModelNamed } from './catalog-names.ts';
import { verdictSentence, whoseContext } from './plan-view/answer-lines.ts';
import { readRequest } from './read-request.ts';

/** What the planner says of values, which counts more than the chart can: `archon plan -f` in a sentence. */
export interface VerdictOnValues {
  readonly fits: boolean | null;
  readonly sentence: string;
}

/** Only where the chart is not certain, or counted no memory; a model that the catalog does not have is not read here. */
export async function verdictOnValues(
  { values, computed }: EffectiveValues,
  paths: string[],
): Promise<VerdictOnValues | undefined> {
  const { notes = [] } = (computed.hardware ?? {}) as { notes?: string[] };
  const { id, copyOf } = isRecord(values.model) ? values.model : {};
  const known = findModelNamed(String(copyOf ?? id)) !== undefined;
  if (!known || !notes.some((note) => /^Not (certain|checked: memory)/.test(note))) return undefined;
  const { gpu, model, gpuCount = 1, release, options } = await readRequest({ values: paths });
  if (!gpu || !model) return undefined;
  const question = {
    gpu: gpu.id,
    gpuCount,
    model: models.includes(model) ? model.id : model,
    ...(release !== undefined && { release }),
    options,
  };
  const { answer } = planContext(question, model, true);
  const context = whoseContext(options, answer);
  return {
    fits: answer.fits,
    sentence: verdictSentence({ model: model.id, gpu: gpu.name, gpuCount, context }, answer),
  };
}
