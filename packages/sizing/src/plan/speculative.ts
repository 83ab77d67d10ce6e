import { models } from '../models.ts';
import { jsonOption } from './json-option.ts';
import { modelSpecOf, type ModelSpec } from './model-spec.ts';
import type { NumericOptions } from './numeric-options.ts';
import { predictionLayer } from './prediction-layer.ts';
import type { Bounded } from './types.ts';

/** Speculative decoding, and what it takes of the GPU. */
export interface Speculative {
  readonly method: string;
  /** Draft tokens per step. */
  readonly tokens: number;
  /** Layers that the draft has in the cache; without heads they are like the full layers of the model. */
  readonly draftLayers: readonly DraftLayers[];
  /** What the draft's weights add to the model's, before shards divide them, in GiB. */
  readonly weights: Bounded;
  /** Why not all of it is counted. */
  readonly uncounted?: string;
}

interface DraftLayers {
  readonly layers: number;
  readonly kvHeads?: number;
  readonly headDim?: number;
}

/** Methods without weights or cache on the GPU (v1/spec_decode/ngram_proposer.py, suffix_decoding.py: on the CPU). */
const ON_CPU = ['ngram', 'suffix'];
const NOTHING: Bounded = { likely: 0, low: 0, high: 0 };

/** speculativeConfig, or --spec-method, --spec-model and --spec-tokens; undefined: off. */
export function speculativeOf(options: NumericOptions, model: ModelSpec): Speculative | undefined {
  const { speculativeConfig, specMethod, specModel, specTokens } = options;
  if ((speculativeConfig ?? specMethod ?? specModel ?? specTokens) === undefined) return undefined;
  const given = jsonOption(speculativeConfig);
  const config = {
    ...given,
    ...set('method', specMethod),
    ...set('model', specModel),
    ...set('num_speculative_tokens', specTokens),
  } as Readonly<Record<string, unknown>>;
  if (given === null) return { method: 'unknown', tokens: 1, draftLayers: [], weights: NOTHING, uncounted: UNREADABLE };
  if (Object.keys(config).length === 0) return undefined;
  const method = methodOf(config);
  const tokens = Number(config['num_speculative_tokens'] ?? 1);
  const base = { method, tokens: Number.isInteger(tokens) && tokens > 0 ? tokens : 1 };
  if (ON_CPU.includes(method)) return { ...base, draftLayers: [], weights: NOTHING };
  const draft = config['model'];
  if (method === 'mtp' && (draft === undefined || draft === model.id)) return { ...base, ...ownPrediction(model) };
  if (['eagle', 'eagle3', 'draft_model'].includes(method)) return { ...base, ...otherCheckpoint(method, draft, model) };
  const text = `Speculative decoding by ${method} takes memory that is not counted.`;
  return { ...base, draftLayers: [], weights: NOTHING, uncounted: text };
}

const UNREADABLE = 'speculativeConfig is not a JSON object: what it takes of the memory is not counted.';
const set = (key: string, value: unknown) => (value === undefined || value === null ? {} : { [key]: value });

/** config/speculative.py, __post_init__: the method by its name, or by that of the draft. */
function methodOf({ method, model }: Readonly<Record<string, unknown>>): string {
  if (typeof method === 'string') return method.endsWith('mtp') ? 'mtp' : method;
  const name = String(model ?? '').toLowerCase();
  if (name === 'ngram' || name === '[ngram]') return 'ngram';
  for (const known of ['eagle3', 'eagle', 'medusa', 'mlp_speculator', 'dflash']) if (name.includes(known)) return known;
  return 'draft_model';
}

/** The checkpoint's own layers for prediction: they share the embedding and the output layer (llm_base_proposer.py). */
function ownPrediction(model: ModelSpec): Pick<Speculative, 'draftLayers' | 'weights' | 'uncounted'> {
  const own = predictionLayer(model);
  if (own) return { draftLayers: [{ layers: own.layers }], weights: own.weights };
  const text = `The size of the prediction layers of ${model.id ?? 'this model'} (mtp) is unknown.`;
  return { draftLayers: [{ layers: 1 }], weights: NOTHING, uncounted: text };
}

/** A second checkpoint: its size is that of the catalog. */
function otherCheckpoint(
  method: string,
  id: unknown,
  target: ModelSpec,
): Pick<Speculative, 'draftLayers' | 'weights' | 'uncounted'> {
  const entry = models.find((model) => model.id === id);
  const draft = entry && modelSpecOf(entry);
  if (!draft?.weights || draft.recurrent || draft.sliding || draft.mla || draft.globalAttention) {
    const text = `The draft model ${String(id)} is not in the catalog: neither its weights nor its cache are counted. archon catalog add-model reads it.`;
    return { draftLayers: method === 'draft_model' ? [] : [{ layers: 1 }], weights: NOTHING, uncounted: text };
  }
  const { likely, low, high } = draft.weights;
  // a draft of EAGLE takes the model's embedding where they are the same
  const embedding = method === 'draft_model' ? 0 : (target.vocab * target.hidden * 2) / 2 ** 30;
  const weights = { likely, low: Math.max(0, low - embedding), high };
  return { draftLayers: [{ layers: draft.layers, kvHeads: draft.kvHeads, headDim: draft.headDim }], weights };
}
