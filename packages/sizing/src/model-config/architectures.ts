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
  /** Keys that config.json may leave to the class (transformers), and what the class says. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** The tensors were not compared with a checkpoint: their size comes from the files alone. */
  readonly sizeByFiles?: true;
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

/** The classes whose tensors are known, by the name in config.json. Others are refused, not guessed. */
export const architectures: Readonly<Record<string, Architecture>> = {
  BambaForCausalLM: { sizeByFiles: true },
  DeepseekV2ForCausalLM: {},
  DeepseekV3ForCausalLM: deepseek,
  FalconH1ForCausalLM: { sizeByFiles: true },
  Gemma2ForCausalLM: { layerNorms: 4, defaults: { ...tied, sliding_window_pattern: 2 } },
  Gemma3ForCausalLM: gemma3,
  Gemma3ForConditionalGeneration: {
    ...gemma3,
    defaults: { ...gemma3.defaults, ...gemma3Text, max_position_embeddings: 131072 },
  },
  Gemma4ForCausalLM: gemma3,
  Gemma4ForConditionalGeneration: gemma3,
  Glm4MoeForCausalLM: { qkvBias: true, routerCorrection: true },
  GptOssForCausalLM: {
    qkvBias: true,
    outputBias: true,
    attentionSinks: true,
    expertBias: true,
    expertWidth: 'intermediate_size',
  },
  GraniteMoeHybridForCausalLM: {
    expertWidth: 'intermediate_size',
    feedForwardWidth: 'shared_intermediate_size',
    sizeByFiles: true,
  },
  JambaForCausalLM: { expertWidth: 'intermediate_size' },
  KimiK25ForConditionalGeneration: deepseek,
  LlamaForCausalLM: {},
  Ministral3ForCausalLM: {},
  Mistral3ForConditionalGeneration: {},
  MistralForCausalLM: {},
  MixtralForCausalLM: { expertWidth: 'intermediate_size' },
  NemotronHForCausalLM: { mlpMatrices: 2, expertMatrices: 2, layerNorms: 1, routerCorrection: true },
  Phi3ForCausalLM: {},
  Qwen2ForCausalLM: { qkvBias: true },
  Qwen2MoeForCausalLM: { qkvBias: true, sharedExpertGate: true },
  Qwen3ForCausalLM: { queryKeyNorm: true },
  Qwen3MoeForCausalLM: { queryKeyNorm: true },
  Qwen3NextForCausalLM: qwen3Hybrid,
  Qwen3_5ForCausalLM: qwen3Hybrid,
  Qwen3_5ForConditionalGeneration: qwen3Hybrid,
  Qwen3_5MoeForCausalLM: qwen3Hybrid,
  Qwen3_5MoeForConditionalGeneration: qwen3Hybrid,
  SmolLM3ForCausalLM: { defaults: tied },
  Starcoder2ForCausalLM: {
    mlpMatrices: 2,
    qkvBias: true,
    outputBias: true,
    mlpBias: true,
    normBias: true,
    defaults: tied,
  },
};
