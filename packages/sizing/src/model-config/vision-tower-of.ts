import type { ConfigReader } from './config-reader.ts';
import type { VisionTower } from './vision-bytes.ts';

/** The tower that vision_config describes; undefined for one of which only measured sizes are known. */
export function visionTowerOf(vision: ConfigReader): VisionTower | undefined {
  const kind = kinds[vision.text('model_type') ?? ''];
  const layers = vision.optionalCount('depth', 'num_hidden_layers');
  const hiddenSize = vision.optionalCount('hidden_size');
  const intermediateSize = vision.optionalCount('intermediate_size');
  const patchSize = vision.optionalCount('patch_size');
  if (!kind || !layers || !hiddenSize || !intermediateSize || !patchSize) return undefined;
  const tower = { kind, layers, hiddenSize, intermediateSize, patchSize };
  if (kind === 'siglip') {
    const image = vision.optionalCount('image_size');
    return image === undefined ? undefined : { ...tower, positions: Math.floor(image / patchSize) ** 2 };
  }
  const mergeSize = vision.optionalCount('spatial_merge_size') ?? 2;
  if (kind === 'pixtral') return { ...tower, mergeSize };
  const positions = vision.optionalCount('num_position_embeddings');
  const temporalPatchSize = vision.optionalCount('temporal_patch_size') ?? 1;
  // deepstack (Qwen3-VL) has further mergers, of which no size was checked
  if (positions === undefined || (vision.list('deepstack_visual_indexes')?.length ?? 0) > 0) return undefined;
  return { ...tower, positions, mergeSize, temporalPatchSize };
}

const kinds: Readonly<Record<string, VisionTower['kind']>> = {
  siglip_vision_model: 'siglip',
  pixtral: 'pixtral',
  qwen3_5: 'qwen3-vl',
  qwen3_5_moe: 'qwen3-vl',
};
