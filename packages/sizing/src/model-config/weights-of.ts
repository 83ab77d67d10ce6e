import type { ModelWeights, VisionTower } from '../catalog-types.ts';
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
  { computable, wide }: { readonly computable: boolean; readonly wide: boolean },
  vision: 'none' | 'unknown' | VisionTower,
): FoundWeights {
  const { tensors, totalBytes, source, note } = files;
  if (tensors) return { weights: measured(tensors, model), source: source! };
  if (totalBytes !== undefined) return { weights: summed(totalBytes, wide), source: source! };
  const computed = computable ? compute(model, vision) : undefined;
  const why = computed ? note : `${note ?? 'There are no safetensors files.'} ${unknownSize(model)}`;
  return { ...computed, ...(why !== undefined && { note: why }) };
}

const summed = (bytes: number, wide: boolean): ModelWeights =>
  wide ? { bytes: bytes / 2, basis: 'measured', fileBytes: bytes, note: halved } : { bytes, basis: 'measured' };

const unknownSize = ({ quantization }: WeightsOf): string =>
  `The size of the weights does not follow from config.json${quantization ? ` for ${quantization.method}` : ''}: it is unknown.`;

/**
 * What vLLM loads of the tensors: no layers for speculative decoding, no output layer with tied embeddings, and 16 bits
 * of 32 where nothing is quantized (config/model.py, _resolve_auto_dtype).
 */
function measured(tensors: readonly Tensor[], { geometry, quantization }: WeightsOf): ModelWeights {
  const { layers, tieWordEmbeddings } = geometry;
  const sizeOf = ({ bytes, dtype }: Tensor): number => (dtype === 'F32' && !quantization ? bytes / 2 : bytes);
  const beyond = new RegExp(`\\blayers\\.(\\d+)\\.`);
  const loaded = tensors.filter(({ name }) => {
    if (/(^|\.)mtp\./.test(name) || (tieWordEmbeddings && /(^|\.)lm_head\.weight$/.test(name))) return false;
    const layer = visionName.test(name) ? undefined : beyond.exec(name)?.[1];
    return layer === undefined || Number(layer) < layers;
  });
  const sum = (some: readonly Tensor[]) => some.reduce((total, tensor) => total + sizeOf(tensor), 0);
  const bytes = sum(loaded);
  const fileBytes = tensors.reduce((total, tensor) => total + tensor.bytes, 0);
  const language = sum(loaded.filter(({ name }) => !visionName.test(name)));
  return {
    bytes,
    basis: 'measured',
    ...(language !== bytes && { languageBytes: language }),
    ...(fileBytes !== bytes && { fileBytes, note: loaded.length < tensors.length ? unloaded : halved }),
  };
}

const unloaded = 'the files also hold tensors that vLLM does not load by default';
const halved = 'the files hold 32 bits per weight, of which vLLM loads 16 by default';

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
