import type { Model, ModelWeights, VisionTower } from '../catalog-types.ts';
import type { CheckpointFiles } from './checkpoint-files.ts';
import type { Tensor } from './safetensors.ts';
import { visionBytes } from './vision-bytes.ts';
import { weightBytes, type WeightsOf } from './weight-bytes.ts';

/** The weights of an entry, and what to say of them. */
export interface FoundWeights {
  readonly weights?: ModelWeights;
  readonly source?: string;
  readonly note?: string;
}

/** Measures the weights by their files, or else computes them from the geometry where that is possible. */
export function weightsOf(
  files: CheckpointFiles,
  model: WeightsOf,
  computable: boolean,
  vision: 'none' | 'unknown' | VisionTower,
): FoundWeights {
  const { tensors, totalBytes, source, note } = files;
  if (tensors) return { weights: measured(tensors, model.geometry), source: source! };
  if (totalBytes !== undefined) return { weights: { bytes: totalBytes, basis: 'measured' }, source: source! };
  const computed = computable ? compute(model, vision) : undefined;
  const why = computed ? note : `${note ?? 'There are no safetensors files.'} ${unknownSize(model)}`;
  return { ...computed, ...(why !== undefined && { note: why }) };
}

const unknownSize = ({ quantization }: WeightsOf): string =>
  `The size of the weights does not follow from config.json${quantization ? ` for ${quantization.method}` : ''}: it is unknown.`;

/** What vLLM loads of the tensors: no layers for speculative decoding, no output layer with tied embeddings. */
function measured(tensors: readonly Tensor[], { layers, tieWordEmbeddings }: Model['geometry']): ModelWeights {
  const beyond = new RegExp(`\\blayers\\.(\\d+)\\.`);
  const loaded = tensors.filter(({ name }) => {
    if (/(^|\.)mtp\./.test(name) || (tieWordEmbeddings && /(^|\.)lm_head\.weight$/.test(name))) return false;
    const layer = visionName.test(name) ? undefined : beyond.exec(name)?.[1];
    return layer === undefined || Number(layer) < layers;
  });
  const sum = (some: readonly Tensor[]) => some.reduce((total, { bytes }) => total + bytes, 0);
  const [bytes, fileBytes] = [sum(loaded), sum(tensors)];
  const language = sum(loaded.filter(({ name }) => !visionName.test(name)));
  return {
    bytes,
    basis: 'measured',
    ...(language !== bytes && { languageBytes: language }),
    ...(fileBytes !== bytes && { fileBytes, note: 'the files also hold tensors that vLLM does not load by default' }),
  };
}

const visionName =
  /(^|\.)(visual|vision_tower|vision_model|vision_encoder|multi_modal_projector|mm_projector|patch_merger)\./;

function compute(model: WeightsOf, vision: 'none' | 'unknown' | VisionTower): FoundWeights | undefined {
  const languageBytes = weightBytes(model);
  if (languageBytes === undefined) return undefined;
  const source = 'computed from the geometry';
  if (vision === 'none') return { weights: { bytes: languageBytes, basis: 'computed' }, source };
  const tower = vision === 'unknown' ? undefined : visionBytes(vision, model.geometry.hiddenSize);
  const bytes = languageBytes + (tower ?? 0);
  const note = tower === undefined ? 'the size of the vision tower is unknown, and not counted' : undefined;
  return { weights: { bytes, basis: 'computed', languageBytes, ...(note && { note }) }, source };
}
