import type { VisionTower } from '../catalog-types.ts';
import type { ConfigReader } from './config-reader.ts';

/** Greatest image of Qwen's processors: 16,384 tokens (preprocessor_config.json, longest_edge). */
export const QWEN_IMAGE_TOKENS = 16_384;
/** Greatest video of Qwen3-VL and later: 25,165,824 pixels of two frames (video_preprocessor_config.json, longest_edge). */
export const QWEN3_VIDEO_TOKENS = 12_288;
/** 32 frames of 70 tokens, each with a time stamp and two marks (gemma4_mm.py, get_mm_max_tokens_per_item). */
export const GEMMA4_VIDEO_TOKENS = 32 * (70 + 2 + 6);

/** The tower that vision_config describes, next to the rest of config.json; undefined for one that is unknown. */
export function visionTowerOf(vision: ConfigReader, config: ConfigReader): VisionTower | undefined {
  const kind = kinds[vision.text('model_type') ?? ''];
  if (!kind) return undefined;
  const layers = vision.optionalCount('depth', 'num_hidden_layers');
  // Qwen2-VL calls the width embed_dim, and hidden_size that of the language model
  const hiddenSize = vision.optionalCount('embed_dim', 'hidden_size');
  const intermediateSize =
    vision.optionalCount('intermediate_size') ??
    (vision.get('mlp_ratio') === 4 && hiddenSize !== undefined ? 4 * hiddenSize : undefined);
  const patchSize = vision.optionalCount('patch_size');
  if (!layers || !hiddenSize || !intermediateSize || !patchSize) return undefined;
  return { kind, layers, hiddenSize, intermediateSize, patchSize, ...itemsOf(kind, patchSize, vision, config) };
}

/** What a token and the greatest item are made of. */
function itemsOf(kind: VisionTower['kind'], patchSize: number, vision: ConfigReader, config: ConfigReader) {
  const mergeSize = vision.optionalCount('spatial_merge_size') ?? config.optionalCount('spatial_merge_size') ?? 2;
  const temporalPatchSize = vision.optionalCount('temporal_patch_size');
  const positions = vision.optionalCount('num_position_embeddings');
  switch (kind) {
    case 'siglip': {
      const grid = Math.floor((vision.optionalCount('image_size') ?? 896) / patchSize);
      const imageTokens = config.optionalCount('mm_tokens_per_image') ?? grid ** 2;
      const merged = Math.round(grid / Math.sqrt(imageTokens));
      return { positions: grid ** 2, ...(merged > 1 && { mergeSize: merged }), imageTokens };
    }
    case 'pixtral': {
      const grid = Math.floor((vision.optionalCount('image_size') ?? 1540) / (patchSize * mergeSize));
      return { mergeSize, imageTokens: grid ** 2 };
    }
    case 'gemma4': {
      const imageTokens = vision.optionalCount('default_output_length') ?? 280;
      const pooled = vision.optionalCount('pooling_kernel_size') ?? 3;
      return { mergeSize: pooled, imageTokens, videoTokens: GEMMA4_VIDEO_TOKENS };
    }
    case 'moonvit':
      // 4096 patches (in_token_limit of Kimi-VL's processor)
      return { mergeSize, imageTokens: 1024 };
    case 'qwen2-vl':
      return { mergeSize, ...(temporalPatchSize && { temporalPatchSize }), imageTokens: QWEN_IMAGE_TOKENS };
    case 'qwen3-vl': {
      const deepstackLayers = vision.list('deepstack_visual_indexes')?.length ?? 0;
      return {
        ...(positions && { positions }),
        mergeSize,
        ...(temporalPatchSize && { temporalPatchSize }),
        ...(deepstackLayers > 0 && { deepstackLayers }),
        imageTokens: QWEN_IMAGE_TOKENS,
        videoTokens: QWEN3_VIDEO_TOKENS,
      };
    }
  }
}

const kinds: Readonly<Record<string, VisionTower['kind']>> = {
  siglip_vision_model: 'siglip',
  pixtral: 'pixtral',
  qwen2_vl: 'qwen2-vl',
  qwen2_5_vl: 'qwen2-vl',
  qwen3_vl: 'qwen3-vl',
  qwen3_vl_moe: 'qwen3-vl',
  qwen3_5: 'qwen3-vl',
  qwen3_5_moe: 'qwen3-vl',
  gemma4_vision: 'gemma4',
  moonvit: 'moonvit',
};
