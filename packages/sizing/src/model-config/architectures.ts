/** What the class of a model says of its tensors, and config.json does not. */
export interface Architecture {
  /** Matrices of a dense feed-forward layer: 3 with a gate, 2 without. Default: 3. */
  readonly mlpMatrices?: 2;
  /** Biases of the query, key and value projections; of the output projection; of the feed-forward layers. */
  readonly qkvBias?: true;
  readonly outputBias?: true;
  readonly mlpBias?: true;
  /** Norms of the hidden size per layer. Default: 2. */
  readonly layerNorms?: number;
  /** Norms have a bias too (LayerNorm). */
  readonly normBias?: true;
  /** A norm for queries and one for keys, each as wide as a head. */
  readonly queryKeyNorm?: true;
  /** The query projection also yields a gate for the output: it is twice as wide. */
  readonly outputGate?: true;
  /** One learned sink per head. */
  readonly attentionSinks?: true;
  /** The router has a bias per expert, and experts have biases of their own (gpt-oss). */
  readonly expertBias?: true;
  /** The router corrects its choice by one 32-bit number per expert. */
  readonly routerCorrection?: true;
  /** A scalar gate is before the shared expert. */
  readonly sharedExpertGate?: true;
  /** The tensors were not compared with a checkpoint: their size comes from the files alone. */
  readonly sizeByFiles?: true;
  /** Every token sees every other, and nothing is cached; it embeds or ranks texts. */
  readonly encoderOnly?: true;
  /** It embeds or ranks texts, and writes none. */
  readonly pooling?: true;
  /** Other names of the keys: of what is usually `hidden_size` it is `d_model`. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Key of the tokens of the encoder that each request holds as well. */
  readonly crossAttentionKey?: string;
  /** Positions that config.json counts and no token has: those up to the padding (RoBERTa). */
  readonly paddedPositions?: true;
  /** Keys that config.json may leave to the class (transformers), and what the class says. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Matrices of an expert, likewise. */
  readonly expertMatrices?: 2;
  /** Key of the width of the dense feed-forward layers, where it is not intermediate_size. */
  readonly feedForwardWidth?: 'shared_intermediate_size';
  /** Key of the width of an expert, where it is not moe_intermediate_size. */
  readonly expertWidth?: 'intermediate_size';
}

const interval = { full_attention_interval: 4 };
const qwen3Hybrid: Architecture = { queryKeyNorm: true, outputGate: true, sharedExpertGate: true, defaults: interval };
const deepseek: Architecture = { routerCorrection: true };
const tied = { tie_word_embeddings: true };
const gemma3: Architecture = { layerNorms: 4, queryKeyNorm: true, defaults: { ...tied, sliding_window_pattern: 6 } };
/** google/gemma-3-4b-it leaves these out of its text_config. */
const gemma3Text = { vocab_size: 262208, num_attention_heads: 8, num_key_value_heads: 4, head_dim: 256 };

/** The layers are as config.json says in the usual words. */
const byFiles: Architecture = { sizeByFiles: true };
const expertsByFiles: Architecture = { sizeByFiles: true, expertWidth: 'intermediate_size' };
const encoder: Architecture = { sizeByFiles: true, encoderOnly: true, pooling: true };
const roberta: Architecture = { ...encoder, paddedPositions: true };
const whisper: Architecture = {
  sizeByFiles: true,
  crossAttentionKey: 'max_source_positions',
  keys: {
    hidden_size: 'd_model',
    intermediate_size: 'decoder_ffn_dim',
    max_position_embeddings: 'max_target_positions',
    num_attention_heads: 'decoder_attention_heads',
    num_hidden_layers: 'decoder_layers',
  },
};
const nomic: Architecture = {
  ...encoder,
  keys: {
    hidden_size: 'n_embd',
    intermediate_size: 'n_inner',
    // vLLM goes no further unless told to (models/config.py, NomicBertModelConfig)
    max_position_embeddings: 'max_trained_positions',
    num_attention_heads: 'n_head',
    num_hidden_layers: 'n_layer',
  },
};

/**
 * The classes whose layers are known, by the name in config.json. Others are refused, not guessed. That of a pooling
 * model is found by architectureNamed.
 */
export const architectures: Readonly<Record<string, Architecture>> = {
  ApertusForCausalLM: byFiles,
  ArceeForCausalLM: byFiles,
  BambaForCausalLM: byFiles,
  BertForMaskedLM: encoder,
  BertForSequenceClassification: encoder,
  BertForTokenClassification: encoder,
  BertModel: encoder,
  Cohere2ForCausalLM: { sizeByFiles: true, defaults: { ...tied, sliding_window_pattern: 4 } },
  CohereForCausalLM: { sizeByFiles: true, defaults: tied },
  DeepseekV2ForCausalLM: {},
  DeepseekV3ForCausalLM: deepseek,
  Ernie4_5ForCausalLM: byFiles,
  Exaone4ForCausalLM: byFiles,
  FalconH1ForCausalLM: byFiles,
  Gemma2ForCausalLM: { layerNorms: 4, defaults: { ...tied, sliding_window_pattern: 2 } },
  Gemma3ForCausalLM: gemma3,
  Gemma3ForConditionalGeneration: {
    ...gemma3,
    defaults: { ...gemma3.defaults, ...gemma3Text, max_position_embeddings: 131072 },
  },
  Gemma3TextModel: { ...gemma3, sizeByFiles: true, encoderOnly: true, pooling: true },
  Gemma4ForCausalLM: gemma3,
  Gemma4ForConditionalGeneration: gemma3,
  Glm4ForCausalLM: byFiles,
  Glm4MoeLiteForCausalLM: byFiles,
  Glm4MoeForCausalLM: { qkvBias: true, routerCorrection: true },
  GptOssForCausalLM: {
    qkvBias: true,
    outputBias: true,
    attentionSinks: true,
    expertBias: true,
    expertWidth: 'intermediate_size',
  },
  GraniteForCausalLM: byFiles,
  GraniteMoeForCausalLM: expertsByFiles,
  GteModel: encoder,
  GteNewForSequenceClassification: encoder,
  GteNewModel: encoder,
  InternLM3ForCausalLM: byFiles,
  GraniteMoeHybridForCausalLM: {
    expertWidth: 'intermediate_size',
    feedForwardWidth: 'shared_intermediate_size',
    sizeByFiles: true,
  },
  JambaForCausalLM: { expertWidth: 'intermediate_size' },
  KimiK25ForConditionalGeneration: deepseek,
  LlamaForCausalLM: {},
  MiniMaxM2ForCausalLM: expertsByFiles,
  Ministral3ForCausalLM: {},
  Mistral3ForConditionalGeneration: {},
  MistralForCausalLM: {},
  MixtralForCausalLM: { expertWidth: 'intermediate_size' },
  ModernBertForSequenceClassification: encoder,
  ModernBertForTokenClassification: encoder,
  ModernBertModel: encoder,
  NemotronForCausalLM: byFiles,
  NomicBertModel: nomic,
  Olmo2ForCausalLM: byFiles,
  Olmo3ForCausalLM: byFiles,
  OlmoeForCausalLM: expertsByFiles,
  NemotronHForCausalLM: { mlpMatrices: 2, expertMatrices: 2, layerNorms: 1, routerCorrection: true },
  Phi3ForCausalLM: {},
  PhiMoEForCausalLM: expertsByFiles,
  Qwen2AudioForConditionalGeneration: byFiles,
  Qwen2VLForConditionalGeneration: { qkvBias: true },
  Qwen2_5_VLForConditionalGeneration: { qkvBias: true },
  Qwen2ForCausalLM: { qkvBias: true },
  Qwen2MoeForCausalLM: { qkvBias: true, sharedExpertGate: true },
  Qwen3ForCausalLM: { queryKeyNorm: true },
  Qwen3MoeForCausalLM: { queryKeyNorm: true },
  Qwen3NextForCausalLM: qwen3Hybrid,
  Qwen3VLForConditionalGeneration: { queryKeyNorm: true },
  Qwen3VLMoeForConditionalGeneration: { queryKeyNorm: true },
  Qwen3_5ForCausalLM: qwen3Hybrid,
  Qwen3_5ForConditionalGeneration: qwen3Hybrid,
  Qwen3_5MoeForCausalLM: qwen3Hybrid,
  Qwen3_5MoeForConditionalGeneration: qwen3Hybrid,
  RobertaForMaskedLM: roberta,
  RobertaForSequenceClassification: roberta,
  RobertaForTokenClassification: roberta,
  RobertaModel: roberta,
  SeedOssForCausalLM: byFiles,
  SmolLM3ForCausalLM: { defaults: tied },
  Starcoder2ForCausalLM: {
    mlpMatrices: 2,
    qkvBias: true,
    outputBias: true,
    mlpBias: true,
    normBias: true,
    defaults: tied,
  },
  VoxtralForConditionalGeneration: byFiles,
  WhisperForConditionalGeneration: whisper,
  XLMRobertaForSequenceClassification: roberta,
  XLMRobertaForTokenClassification: roberta,
  XLMRobertaModel: roberta,
};

/** Families of which a decoder embeds or ranks: Qwen3ForSequenceClassification has the layers of Qwen3ForCausalLM. */
const poolingName =
  /^(Gemma2|Llama|Mistral|Phi3|Qwen2|Qwen3)(?:Model|For(?:SequenceClassification|TokenClassification|RewardModel))$/;

/** What is known of a class; undefined: it is unknown. */
export function architectureNamed(name: string): Architecture | undefined {
  if (Object.hasOwn(architectures, name)) return architectures[name];
  const family = poolingName.exec(name)?.[1];
  const decoder = family === undefined ? undefined : architectures[`${family}ForCausalLM`];
  return decoder && { ...decoder, pooling: true, sizeByFiles: true };
}
