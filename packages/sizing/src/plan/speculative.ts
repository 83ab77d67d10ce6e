import { nearest } from '@archon/values/nearest';
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

/** suffix_decoding_max_tree_depth; a prediction layer of the checkpoint is one token (n_predict). */
const DEFAULT_TOKENS: Readonly<Record<string, number>> = { suffix: 24, mtp: 1 };
/** Methods whose drafts may bring a number of their own (block_size, n_predict); the others need one. */
const NEED_TOKENS = ['ngram', 'ngram_gpu', 'draft_model'];
/** SpeculativeMethod of config/speculative.py from 0.8.5 to 0.33.0; names of families end with _mtp. */
const METHODS = [
  'ngram',
  'ngram_gpu',
  'suffix',
  'draft_model',
  'eagle',
  'eagle3',
  'medusa',
  'mlp_speculator',
  'mtp',
  'dflash',
  'dspark',
  'extract_hidden_states',
  'custom_class',
];

/** What vLLM refuses by the options alone (config/speculative.py of 0.33.0: types, __post_init__, _verify_args). */
export function speculativeProblems(options: NumericOptions): string[] {
  const config = speculativeConfig(options);
  if (!config || Object.keys(config).length === 0) return [];
  const { method: named, num_speculative_tokens: tokens } = config;
  const problems: string[] = [];
  if (
    typeof named === 'string' &&
    !METHODS.includes(named.replace(/^\[ngram\]$/, 'ngram')) &&
    !named.endsWith('_mtp')
  ) {
    const near = nearest(named, METHODS);
    problems.push(
      `speculativeConfig: no release of vLLM knows the method ${named}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    );
  } else if ((tokens ?? undefined) === undefined && NEED_TOKENS.includes(methodOf(config)))
    problems.push(`speculativeConfig needs num_speculative_tokens with the method ${methodOf(config)}.`);
  if (tokens !== undefined && tokens !== null && !(Number.isInteger(Number(tokens)) && Number(tokens) > 0))
    problems.push(
      `speculativeConfig: num_speculative_tokens must be a positive integer, not ${JSON.stringify(tokens)}.`,
    );
  return problems;
}

/** speculativeConfig with the flags that set its keys; undefined: off; null: unreadable. */
function speculativeConfig(options: NumericOptions): Readonly<Record<string, unknown>> | null | undefined {
  const { speculativeConfig: whole, specMethod, specModel, specTokens } = options;
  if ((whole ?? specMethod ?? specModel ?? specTokens) === undefined) return undefined;
  const given = jsonOption(whole);
  if (given === null) return null;
  return {
    ...given,
    ...set('method', specMethod),
    ...set('model', specModel),
    ...set('num_speculative_tokens', specTokens),
  };
}

/** speculativeConfig, or --spec-method, --spec-model and --spec-tokens; undefined: off. */
export function speculativeOf(options: NumericOptions, model: ModelSpec): Speculative | undefined {
  const config = speculativeConfig(options);
  if (config === undefined) return undefined;
  if (config === null)
    return { method: 'unknown', tokens: 1, draftLayers: [], weights: NOTHING, uncounted: UNREADABLE };
  if (Object.keys(config).length === 0) return undefined;
  const method = methodOf(config);
  const tokens = Number(config['num_speculative_tokens'] ?? DEFAULT_TOKENS[method] ?? 1);
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
