import { jsonOption } from './json-option.ts';
import type { ModelSpec } from './model-spec.ts';
import type { NumericOptions } from './numeric-options.ts';

/** Keys that change neither memory nor the length of a context. */
const HARMLESS = new Set(['rope_theta', 'is_matryoshka', 'matryoshka_dimensions', 'dtype', 'torch_dtype']);
const ROPE = ['rope_parameters', 'rope_scaling'];
/** Kinds of scaling whose length config.json says by itself (config/model.py, _get_and_verify_max_len). */
const UNSCALED = ['su', 'longrope', 'llama3'];

export interface HfOverrides {
  /** Positions that the model then has; undefined: as before. */
  readonly maxPositions?: number;
  /** Keys whose effect is not counted, and why. */
  readonly uncounted: readonly string[];
}

/** What --hf-overrides makes of a model: the positions by its rotary scaling; anything else is not counted. */
export function hfOverridesOf(options: NumericOptions, model: ModelSpec): HfOverrides {
  const given = jsonOption(options['hfOverrides']);
  if (given === undefined) return { uncounted: [] };
  if (given === null)
    return { uncounted: ['hfOverrides is not a JSON object: its effect on the model is not counted.'] };
  const nested = jsonOption(given['text_config']) ?? {};
  const { text_config: _, ...outer } = given;
  // what belongs to the text model of a model with images has no effect outside of text_config
  const keys = model.vision ? nested : { ...outer, ...nested };
  const unread = [...Object.keys(outer), ...Object.keys(nested)].filter(
    (key) => !HARMLESS.has(key) && !ROPE.includes(key) && key !== 'max_position_embeddings',
  );
  const uncounted = unread.map((key) => `hfOverrides.${key} may change the model; the planner does not count that.`);
  if (model.vision && Object.keys(outer).some((key) => !HARMLESS.has(key)))
    uncounted.push('hfOverrides of a model with images has an effect inside text_config: the rest is not counted.');
  const maxPositions = positionsOf(keys, model);
  return { uncounted, ...(maxPositions !== undefined && { maxPositions }) };
}

function positionsOf(
  keys: Readonly<Record<string, unknown>>,
  { maxPositions, architecture }: ModelSpec,
): number | undefined {
  const base = numberOf(keys['max_position_embeddings']) ?? maxPositions;
  const scaling = ROPE.map((key) => jsonOption(keys[key])).find(Boolean);
  if (base === undefined) return undefined;
  if (!scaling) return base === maxPositions ? undefined : base;
  const type = String(scaling['rope_type'] ?? scaling['type'] ?? 'default');
  const factor = numberOf(scaling['factor']);
  // Gemma 3's positions contain its scaling
  if (factor === undefined || UNSCALED.includes(type) || architecture?.startsWith('Gemma3')) return base;
  const original = type === 'yarn' ? (numberOf(scaling['original_max_position_embeddings']) ?? base) : base;
  return Math.floor(original * factor);
}

/** Helm's --set may give a fraction as text. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}
