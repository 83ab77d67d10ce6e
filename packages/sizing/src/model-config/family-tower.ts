import type { VisionTower } from '../catalog-types.ts';
import { GEMMA4_VIDEO_TOKENS, QWEN3_VIDEO_TOKENS, QWEN_IMAGE_TOKENS } from './vision-tower-of.ts';

/**
 * The encoder that every checkpoint of an architecture has, for a question that says no more than that the model takes
 * images; undefined: unknown. Widths as in the published config.json files of the family.
 */
export function familyTower(
  architecture: string | undefined,
  { hiddenSize, sparse }: { readonly hiddenSize: number; readonly sparse: boolean },
): VisionTower | undefined {
  switch (architecture) {
    case 'Qwen3_5ForConditionalGeneration':
    case 'Qwen3_5MoeForConditionalGeneration':
      return qwen3Tower(hiddenSize, sparse, 0);
    case 'Qwen3VLForConditionalGeneration':
    case 'Qwen3VLMoeForConditionalGeneration':
      return qwen3Tower(hiddenSize, sparse, 3);
    case 'Qwen2_5_VLForConditionalGeneration':
    case 'Qwen2_5OmniModel':
      return { ...qwen2Tower, intermediateSize: 3420 };
    case 'Qwen2VLForConditionalGeneration':
      return { ...qwen2Tower, intermediateSize: 5120 };
    case 'Gemma3ForConditionalGeneration':
      return { kind: 'siglip', ...so400m, patchSize: 14, positions: 4096, mergeSize: 4, imageTokens: 256 };
    case 'Gemma4ForConditionalGeneration': {
      const items = { patchSize: 16, mergeSize: 3, imageTokens: 280, videoTokens: GEMMA4_VIDEO_TOKENS };
      // E2B and E4B: hidden 1536 and 2560
      return hiddenSize < 2800
        ? { kind: 'gemma4', layers: 16, hiddenSize: 768, intermediateSize: 3072, ...items }
        : { kind: 'gemma4', ...so400m, ...items };
    }
    case 'Mistral3ForConditionalGeneration':
      // 1540 pixels in patches of 14, 2 x 2 of which become a token
      return {
        kind: 'pixtral',
        layers: 24,
        hiddenSize: 1024,
        intermediateSize: 4096,
        patchSize: 14,
        mergeSize: 2,
        imageTokens: 3025,
      };
    case 'KimiVLForConditionalGeneration':
      return { kind: 'moonvit', ...so400m, patchSize: 14, mergeSize: 2, imageTokens: 1024 };
    case 'KimiK25ForConditionalGeneration':
      return { kind: 'moonvit', ...so400m, patchSize: 14, mergeSize: 2, imageTokens: 4096 };
    default:
      return undefined;
  }
}

const so400m = { layers: 27, hiddenSize: 1152, intermediateSize: 4304 } as const;

const qwen2Tower = {
  kind: 'qwen2-vl',
  layers: 32,
  hiddenSize: 1280,
  patchSize: 14,
  mergeSize: 2,
  temporalPatchSize: 2,
  imageTokens: QWEN_IMAGE_TOKENS,
} as const;

/** 0.8B has a tower of width 768, 2B and 4B of 1024, greater models and those with experts of 1152. */
function qwen3Tower(hiddenSize: number, sparse: boolean, deepstackLayers: number): VisionTower {
  const widths =
    sparse || hiddenSize > 2560
      ? so400m
      : hiddenSize > 1024
        ? { layers: 24, hiddenSize: 1024, intermediateSize: 4096 }
        : { layers: 12, hiddenSize: 768, intermediateSize: 3072 };
  return {
    kind: 'qwen3-vl',
    ...widths,
    patchSize: 16,
    positions: 2304,
    mergeSize: 2,
    temporalPatchSize: 2,
    ...(deepstackLayers > 0 && { deepstackLayers }),
    imageTokens: QWEN_IMAGE_TOKENS,
    videoTokens: QWEN3_VIDEO_TOKENS,
  };
}
