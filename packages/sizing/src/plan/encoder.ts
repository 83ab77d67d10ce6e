import type { VisionTower } from '../catalog-types.ts';
import type { PlanContext } from './plan-context.ts';
import type { Bounded } from './types.ts';
import { versionNumber } from './versions.ts';

const GIB = 2 ** 30;

/** Memory of the encoder for images in the profile run, in GiB. */
export interface Encoder {
  /** While it encodes. */
  readonly peak: Bounded;
  /** Pixels and embeddings, which are still there while the language model runs. */
  readonly kept: number;
  /** The pixels alone. */
  readonly pixels: number;
}

const NONE: Encoder = { peak: { likely: 0, low: 0, high: 0 }, kept: 0, pixels: 0 };

/**
 * The profile run encodes a batch of the greatest items before the language model runs (v1/worker/gpu_model_runner.py,
 * profile_run): as many as the encoder budget holds, which is max_num_batched_tokens or one item, if that is greater
 * (v1/core/encoder_cache_manager.py, compute_mm_encoder_budget; multimodal/encoder_budget.py, _get_max_items). Pixels and
 * embeddings stay until both are done. Measured: 1.27 GiB for one image of Qwen3.5-0.8B (counted 1.28), 1.85 for
 * Qwen2.5-VL-7B (1.85), 1.9 for Qwen3.5-35B-A3B (1.88).
 */
export function encoder(context: PlanContext): Encoder {
  const { model, settings } = context;
  if (!seesImages(context) || !settings.images.profiled) return NONE;
  const { tower } = model;
  if (!tower) return unknownEncoder(context);
  const item = greatestItem(tower, context);
  if (!item) return NONE;
  const items = itemsOf(item, context);
  const patches = items * item.patches;
  const pixels = patches * pixelsOf(tower);
  const embeddings = items * item.tokens * model.hidden * (1 + (tower.deepstackLayers ?? 0));
  const tp = settings.images.dataParallel ? 1 : settings.tensorParallel;
  const working = patches * widthOf(tower, tp, context) + maskOf(tower, patches, context);
  const gib = (elements: number) => (elements * settings.dtypeBytes) / GIB;
  const [low, high] = spreadOf(tower, context);
  return {
    peak: { likely: gib(pixels + working), low: gib(pixels + working * low), high: gib(pixels + working * high) },
    kept: gib(pixels + embeddings),
    pixels: gib(pixels),
  };
}

/** Tokens of the greatest item, images or video; 0: none is taken. */
export function greatestItemTokens(context: PlanContext): number {
  const { tower } = context.model;
  if (!seesImages(context)) return 0;
  return tower ? (greatestItem(tower, context)?.tokens ?? 0) : UNKNOWN_TOKENS;
}

export function seesImages({ model, settings }: PlanContext): boolean {
  return model.vision && !settings.languageOnly;
}

/** An item of the modality that has the most tokens, and how many of them a request may have. */
interface Item {
  readonly tokens: number;
  readonly patches: number;
  readonly limit: number;
}

function greatestItem(tower: VisionTower, context: PlanContext): Item | undefined {
  const { images } = context.settings;
  const merged = (tower.mergeSize ?? 1) ** 2;
  const image = images.imageTokens ?? imageTokens(tower, images.maxPixels);
  const video = videoTokens(tower, image, context);
  const found: Item[] = [];
  if (images.image > 0)
    found.push({
      tokens: image,
      patches: Math.min(image * merged, images.imagePatches ?? Infinity),
      limit: images.image,
    });
  if (images.video > 0 && video !== undefined)
    found.push({ tokens: video, patches: video * merged, limit: images.video });
  return found.toSorted((a, b) => b.tokens - a.tokens)[0];
}

/** Tokens of the greatest image; fewer pixels are fewer tokens (qwen2_vl.py, get_image_size_with_most_features). */
function imageTokens(tower: VisionTower, maxPixels: number | undefined): number {
  if (maxPixels === undefined || !tower.kind.startsWith('qwen')) return tower.imageTokens;
  return Math.max(1, Math.floor(maxPixels / (tower.patchSize * (tower.mergeSize ?? 1)) ** 2));
}

const FEWER_FRAMES = versionNumber('0.11.0');

/**
 * Qwen2-VL takes as many frames of the greatest image as the context holds, at most 16 (14 from 0.11): two to a patch
 * (qwen2_vl.py, _MAX_FRAMES_PER_VIDEO).
 */
function videoTokens(tower: VisionTower, image: number, { settings, release }: PlanContext): number | undefined {
  if (tower.kind !== 'qwen2-vl') return tower.videoTokens;
  const pairs = Math.floor((settings.contextTokens ?? 0) / image);
  return image * Math.max(1, Math.min(pairs, release < FEWER_FRAMES ? 8 : 7));
}

/** A request holds fewer in a short context; that is left out, for it only matters to very few sequences. */
function itemsOf({ tokens, limit }: Item, { settings }: PlanContext): number {
  const { batchedTokens, sequences } = settings;
  return Math.min(Math.floor(Math.max(batchedTokens, tokens) / tokens), sequences * limit);
}

/** Elements of the pixels of one patch. */
function pixelsOf({ patchSize, temporalPatchSize = 1 }: VisionTower): number {
  return 3 * temporalPatchSize * patchSize ** 2;
}

const BATCHED_FRAMES = versionNumber('0.22.1');

/**
 * Elements that are alive for one patch at the peak of a layer, pixels not included: what the frames of attention and of the
 * feed-forward hold (model_executor/models: qwen2_5_vl.py, qwen3_vl.py, siglip.py, pixtral.py, moonvit.py, gemma4_mm.py).
 */
function widthOf(tower: VisionTower, tp: number, { release }: PlanContext): number {
  const { hiddenSize: h, intermediateSize: i } = tower;
  switch (tower.kind) {
    // the residual, its normalized copy and the output; queries, keys and values, twice the first two, their attention
    case 'qwen2-vl':
      return Math.max(3 * h + (8 * h) / tp, 2 * h + (3 * i) / tp);
    case 'qwen3-vl':
      return h + Math.max(3 * h + (8 * h) / tp, 2 * h + (2 * i) / tp);
    case 'siglip':
      return Math.max(4 * h + (4 * h) / tp, 3 * h + (2 * i) / tp);
    case 'pixtral':
      return 5 * h + (3 * i) / tp;
    // rotary embeddings in 32-bit complex numbers
    case 'moonvit':
      return 3 * h + (11 * h) / tp;
    // transformers' own tower; one frame at a time before 0.22
    case 'gemma4':
      return release < BATCHED_FRAMES ? h : 4 * h + 3 * i;
  }
}

const PIXTRAL_WITHOUT_MASK = versionNumber('0.29.0');
const WITHOUT_XFORMERS = versionNumber('0.11.1');

/** Pixtral attends with a mask of all patches by all patches, where xFormers is not installed (pixtral.py). */
function maskOf({ kind }: VisionTower, patches: number, { release }: PlanContext): number {
  const masked = kind === 'pixtral' && release >= WITHOUT_XFORMERS && release < PIXTRAL_WITHOUT_MASK;
  return masked ? patches ** 2 : 0;
}

const VIDEO_BUDGET = versionNumber('0.16.0');

/** How far the count may be off, as factors. */
function spreadOf({ kind, deepstackLayers }: VisionTower, { release }: PlanContext): [low: number, high: number] {
  if (kind === 'gemma4') return [0.3, 1.6];
  // the first releases with Qwen3-VL reserve embeddings for a video as long as the context
  if (deepstackLayers !== undefined && release < VIDEO_BUDGET) return [0.7, 3];
  return kind === 'pixtral' || kind === 'moonvit' ? [0.6, 1.4] : [0.8, 1.25];
}

const UNKNOWN_TOKENS = 4096;

/** A tower of which nothing is known: like SigLIP so400m with four patches a token, within wide bounds. */
function unknownEncoder({ settings, model }: PlanContext): Encoder {
  const tokens = Math.max(settings.batchedTokens, UNKNOWN_TOKENS);
  const likely = (tokens * 4 * 12 * 1152 * settings.dtypeBytes) / GIB;
  const pixels = (tokens * 4 * 588 * settings.dtypeBytes) / GIB;
  const kept = pixels + (tokens * model.hidden * settings.dtypeBytes) / GIB;
  return { peak: { likely, low: 0, high: likely * 3 }, kept, pixels };
}
