import { isDatacenter } from './non-torch.ts';
import type { ModelSpec } from './model-spec.ts';
import type { Bounded } from './types.ts';

const GIB = 2 ** 30;
/** MXFP4: 4 bit per weight, and one byte of scale per 32. */
const BYTES = 17 / 32;

/** Multiples of the experts' width per shard and of the hidden size. */
type Tile = readonly [width: number, hidden: number];

const MARLIN: Tile = [128, 256];
/** Of its own it pads the width to 64; what its layouts add was measured: 64.38 GiB loaded of 60.77, 13.47 of 12.82. */
const TRITON: Tile = [64, 256];
/** 128 and 256 from 0.33.0. */
const TRTLLM: Tile = [256, 256];

/**
 * What MXFP4 experts grow by on one GPU when they are loaded, in GiB: kernels pad them to their tiles
 * (fused_moe/oracle/mxfp4.py, mxfp4_round_up_hidden_size_and_intermediate_size), and the GPU decides on the kernel.
 * gpt-oss-20b on an A100 printed 13.72 GiB (Marlin: 13.71), gpt-oss-120b before Hopper had Triton's 65.97 (66.03).
 */
export function expertPadding(model: ModelSpec, capability: number, tensorParallel: number): Bounded {
  if (!model.moe?.packed) return NONE;
  const grown = (tile: Tile) => paddedBytes(model, tile, tensorParallel) / GIB;
  const likely = grown(tileOf(capability));
  return { likely, low: Math.min(likely, grown(TRITON)), high: Math.max(likely, grown(MARLIN)) };
}

const NONE: Bounded = { likely: 0, low: 0, high: 0 };

function tileOf(capability: number): Tile {
  if (!isDatacenter(capability, 1)) return MARLIN;
  return capability < 1000 ? TRITON : TRTLLM;
}

function paddedBytes({ hidden, moe }: ModelSpec, [widthTile, hiddenTile]: Tile, tensorParallel: number): number {
  const { intermediate, packed = 0 } = moe!;
  const width = intermediate / tensorParallel;
  const more = roundUp(width, widthTile) * roundUp(hidden, hiddenTile) - width * hidden;
  return packed * 3 * more * BYTES;
}

const roundUp = (size: number, tile: number): number => Math.ceil(size / tile) * tile;
