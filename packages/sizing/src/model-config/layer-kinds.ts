import { tokens } from '../plan/figures.ts';
import type { ConfigReader } from './config-reader.ts';

/** How many layers are of a kind; the rest attends to everything. */
export interface LayerKinds {
  readonly sliding: number;
  readonly linear: number;
  readonly mamba: number;
}

/** Names of layer_types, and what they are. */
const kinds: Readonly<Record<string, keyof LayerKinds | 'full'>> = {
  full_attention: 'full',
  attention: 'full',
  sliding_attention: 'sliding',
  linear_attention: 'linear',
};

/** Counts the kinds of layers: by the list where there is one, or by the rule of the family. */
export function layerKinds(text: ConfigReader, layers: number): LayerKinds {
  const list = text.list('layer_types');
  if (list) return byList(text, list, layers);
  const linear = text.optionalCount('full_attention_interval');
  if (linear !== undefined) return { sliding: 0, linear: layers - Math.floor(layers / linear), mamba: 0 };
  const period = text.optionalCount('attn_layer_period');
  if (period !== undefined) {
    const offset = text.optionalCount('attn_layer_offset') ?? 0;
    const attention = [...Array(layers).keys()].filter((layer) => layer % period === offset).length;
    return { sliding: 0, linear: 0, mamba: layers - attention };
  }
  const sliding = text.has('sliding_window') ? slidingLayers(text, layers) : 0;
  return { sliding, linear: 0, mamba: 0 };
}

function byList(text: ConfigReader, list: unknown[], layers: number): LayerKinds {
  if (list.length !== layers)
    text.refuse('layer_types', `layer_types has ${list.length} entries, and num_hidden_layers is ${layers}.`);
  const unknown = [...new Set(list)].filter((name) => !Object.hasOwn(kinds, String(name)));
  if (unknown.length > 0)
    text.leave('layer_types', `What a layer of type ${unknown.join(', ')} keeps in memory is unknown.`);
  const count = (kind: keyof LayerKinds) => list.filter((name) => kinds[String(name)] === kind).length;
  // Qwen lists its layers as sliding, and switches the window off
  const sliding = text.get('use_sliding_window') === false || !text.has('sliding_window') ? 0 : count('sliding');
  return { sliding, linear: count('linear'), mamba: count('mamba') };
}

/** Gemma 2 alternates, Gemma 3 has a pattern. A window on every layer is not counted: see windowNote. */
function slidingLayers(text: ConfigReader, layers: number): number {
  const pattern = text.optionalCount('sliding_window_pattern', '_sliding_window_pattern');
  return pattern === undefined || pattern === 1 ? 0 : layers - Math.floor(layers / pattern);
}

/** A window that config.json names and the geometry leaves out. */
export function windowNote(text: ConfigReader, { slidingWindow }: { slidingWindow?: unknown }): string | undefined {
  const size = text.get('sliding_window');
  const positions = text.optionalCount('max_position_embeddings') ?? 0;
  const off = slidingWindow !== undefined || text.get('use_sliding_window') === false || text.list('layer_types');
  if (off || typeof size !== 'number' || size >= positions) return undefined;
  return `config.json names a sliding window of ${tokens(size)} for every layer; the full context is counted.`;
}
