/** A vision tower, as vision_config describes it. */
export interface VisionTower {
  readonly kind: 'siglip' | 'pixtral' | 'qwen3-vl';
  readonly layers: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly patchSize: number;
  /** Learned positions: the grid of patches, or what the config says. Pixtral has none. */
  readonly positions?: number;
  /** Patches that become one token, on each side. */
  readonly mergeSize?: number;
  /** Frames in a patch. */
  readonly temporalPatchSize?: number;
}

/** Bytes of the tower and of its projector to the hidden size of the language model, in 16 bits. */
export function visionBytes(tower: VisionTower, textHiddenSize: number): number {
  const { layers, hiddenSize: h, patchSize, positions = 0, mergeSize = 1, temporalPatchSize = 1 } = tower;
  const patch = 3 * temporalPatchSize * patchSize * patchSize * h;
  const merged = mergeSize * mergeSize * h;
  const linear = (rows: number, columns: number) => rows * columns + columns;
  const elements = {
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
  return elements[tower.kind]() * 2;
}

/** Attention and two matrices, all with biases, and two LayerNorms. */
function encoderLayer({ hiddenSize: h, intermediateSize: i }: VisionTower): number {
  return 4 * (h * h + h) + 2 * h * i + i + h + 4 * h;
}

/** Attention and three matrices, without biases, and two RMSNorms. */
function gatedLayer({ hiddenSize: h, intermediateSize: i }: VisionTower): number {
  return 4 * h * h + 3 * h * i + 2 * h;
}
