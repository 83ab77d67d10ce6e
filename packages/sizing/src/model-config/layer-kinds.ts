import { tokens } from '../plan/figures.ts';
import type { SharedCache } from '../catalog-types.ts';
import type { ConfigReader } from './config-reader.ts';

/** How many layers are of a kind; the rest attends to everything. */
export interface LayerKinds {
  readonly sliding: number;
  readonly linear: number;
  readonly mamba: number;
  /** Only a feed-forward network, and how many of these have experts. */
  readonly feedForward: number;
  readonly experts: number;
}

/** Names of layer_types, and what they are. */
const kinds: Readonly<Record<string, keyof LayerKinds | 'full'>> = {
  full_attention: 'full',
  attention: 'full',
  sliding_attention: 'sliding',
  linear_attention: 'linear',
  mamba: 'mamba',
  mamba2: 'mamba',
  mlp: 'feedForward',
  moe: 'experts',
};

/** Letters of hybrid_override_pattern (Nemotron-H). */
const letters: Readonly<Record<string, string>> = { M: 'mamba', '*': 'attention', '-': 'mlp', E: 'moe' };

const NONE: LayerKinds = { sliding: 0, linear: 0, mamba: 0, feedForward: 0, experts: 0 };

/** Counts the kinds of layers: by the list where there is one, or by the rule of the family. */
export function layerKinds(text: ConfigReader, layers: number): LayerKinds {
  const list = text.list('layer_types') ?? text.list('layers_block_type') ?? byPattern(text);
  if (list) return byList(text, list, layers);
  // Falcon-H1: both in every layer; Bamba: a list of the layers that attend
  if (text.has('mamba_d_ssm')) return { ...NONE, mamba: layers };
  const attending = text.list('attn_layer_indices');
  if (attending) return { ...NONE, mamba: layers - attending.length };
  const linear = text.optionalCount('full_attention_interval');
  if (linear !== undefined) return { ...NONE, linear: layers - Math.floor(layers / linear) };
  const period = text.optionalCount('attn_layer_period');
  if (period !== undefined) {
    const offset = text.optionalCount('attn_layer_offset') ?? 0;
    const attention = [...Array(layers).keys()].filter((layer) => layer % period === offset).length;
    return { ...NONE, mamba: layers - attention };
  }
  const sliding = text.has('sliding_window') ? slidingLayers(text, layers) : 0;
  return { ...NONE, sliding };
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
  const experts = count('experts');
  return {
    sliding,
    linear: count('linear'),
    mamba: count('mamba'),
    feedForward: count('feedForward') + experts,
    experts,
  };
}

/** Of the last layers, which use the cache of earlier ones, how many slide. */
export function sharedCacheOf(text: ConfigReader, layers: number): SharedCache | undefined {
  const shared = text.optionalCount('num_kv_shared_layers');
  if (shared === undefined) return undefined;
  const list = text.list('layer_types');
  if (!list || shared >= layers)
    text.refuse('num_kv_shared_layers', 'num_kv_shared_layers needs layer_types, and a layer before them.');
  return { layers: shared, sliding: (list ?? []).slice(-shared).filter((name) => name === 'sliding_attention').length };
}

function byPattern(text: ConfigReader): string[] | undefined {
  const pattern = text.text('hybrid_override_pattern');
  return pattern === undefined ? undefined : [...pattern].map((letter) => letters[letter] ?? letter);
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
