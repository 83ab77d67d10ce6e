import type { QuestionOptions } from './types.ts';

/** What the options say of images and video. */
export interface ImageSettings {
  /** Most images in a request; 0: none are taken. */
  readonly image: number;
  readonly video: number;
  /** Pixels of the greatest image, where they are limited. */
  readonly maxPixels?: number;
  /** Tokens of the greatest image, where they are set (Gemma 4: max_soft_tokens). */
  readonly imageTokens?: number;
  /** Patches of the image that is profiled, where its size is limited: 16 pixels and more on each side. */
  readonly imagePatches?: number;
  /** Whether the profile run encodes at all. */
  readonly profiled: boolean;
  /** The encoder is whole on every GPU, and its images are divided (--mm-encoder-tp-mode data). */
  readonly dataParallel: boolean;
}

/** vLLM's own limit (config/multimodal.py). */
const DEFAULT_LIMIT = 999;
/** Keys of --mm-processor-kwargs that are counted, and those that change nothing that is profiled. */
const COUNTED = new Set(['max_pixels', 'size', 'max_soft_tokens', 'images_kwargs']);
const HARMLESS = new Set([
  'min_pixels',
  'fps',
  'use_fast',
  'do_sample_frames',
  'shortest_edge',
  'longest_edge',
  'device',
]);

export function imageSettings(options: QuestionOptions): ImageSettings {
  const limits = objectOf(options['limitMmPerPrompt']);
  const kwargs = processorKwargs(options);
  const size = objectOf(kwargs['size']);
  const maxPixels = numberOf(kwargs['max_pixels']) ?? numberOf(size['longest_edge']);
  const imageTokens = numberOf(kwargs['max_soft_tokens']);
  const imagePatches = patchesOf(limits['image']);
  return {
    image: limitOf(limits['image']),
    video: limitOf(limits['video']),
    ...(maxPixels !== undefined && { maxPixels }),
    ...(imageTokens !== undefined && { imageTokens }),
    ...(imagePatches !== undefined && { imagePatches }),
    profiled: options['skipMmProfiling'] !== true,
    dataParallel: options['mmEncoderTpMode'] === 'data',
  };
}

/** Keys of --mm-processor-kwargs of which it is unknown what they do to the greatest item. */
export function uncountedProcessorKeys(options: QuestionOptions): string[] {
  return Object.keys(processorKwargs(options)).filter((key) => !COUNTED.has(key) && !HARMLESS.has(key));
}

/** With those for images alone. */
function processorKwargs(options: QuestionOptions): Record<string, unknown> {
  const kwargs = objectOf(options['mmProcessorKwargs']);
  return { ...kwargs, ...objectOf(kwargs['images_kwargs']) };
}

/** A count, or an object with one and with the size of what is profiled (config/multimodal.py, BaseDummyOptions). */
function limitOf(value: unknown): number {
  if (typeof value === 'object' && value !== null)
    return numberOf((value as { count?: unknown }).count) ?? DEFAULT_LIMIT;
  return numberOf(value) ?? DEFAULT_LIMIT;
}

function patchesOf(value: unknown): number | undefined {
  const { width, height } = objectOf(value) as { width?: unknown; height?: unknown };
  const sides = [numberOf(width), numberOf(height)];
  if (sides.some((side) => side === undefined)) return undefined;
  return sides.reduce<number>((patches, side) => patches * 2 * Math.ceil(side! / 28), 1);
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** An object, or the JSON text of one as the command line takes it. */
function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'string') return typeof value === 'object' && value !== null ? { ...value } : {};
  try {
    return objectOf(JSON.parse(value));
  } catch {
    return {};
  }
}
