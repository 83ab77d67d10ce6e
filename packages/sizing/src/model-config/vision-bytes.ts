import type { VisionTower } from '../catalog-types.ts';

/**
 * Bytes of the tower and of its projector to the hidden size of the language model, in 16 bits. Undefined: a kind of which no
 * size was checked.
 */
export function visionBytes(tower: VisionTower, textHiddenSize: number): number | undefined {
  const { layers, hiddenSize: h, patchSize, positions = 0, mergeSize = 1, temporalPatchSize = 1 } = tower;
  // deepstack (Qwen3-VL) has further mergers
  if (tower.deepstackLayers !== undefined) return undefined;
  const patch = 3 * temporalPatchSize * patchSize * patchSize * h;
  const merged = mergeSize * mergeSize * h;
  const linear = (rows: number, columns: number) => rows * columns + columns;
  const elements: Partial<Record<VisionTower['kind'], () => number>> = {
    siglip: () => patch + h + positions * h + layers * encoderLayer(tower) + 2 * h + h * textHiddenSize + h,
    pixtral: () =>
      patch + h + layers * gatedLayer(tower) + h + merged * h + h * textHiddenSize + textHiddenSize * textHiddenSize,
    'qwen3-vl': () =>
      patch +
      h +
      positions * h +
      layers * encoderLayer(tower) +
      2 * h +
      linear(merged, merged) +
      linear(merged, textHiddenSize),
  };
  const count = elements[tower.kind];
  return count && count() * 2;
}

/** Attention and two matrices, all with biases, and two LayerNorms. */
function encoderLayer({ hiddenSize: h, intermediateSize: i }: VisionTower): number {
  return 4 * (h * h + h) + 2 * h * i + i + h + 4 * h;
}

/** Attention and three matrices, without biases, and two RMSNorms. */
function gatedLayer({ hiddenSize: h, intermediateSize: i }: VisionTower): number {
  return 4 * h * h + 3 * h * i + 2 * h;
}
