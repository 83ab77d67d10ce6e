import type {
  GlobalAttention,
  LinearAttention,
  Mamba,
  Mla,
  ModelGeometry,
  Moe,
  SlidingWindow,
} from '../catalog-types.ts';
import type { Architecture } from './architectures.ts';
import type { ConfigReader } from './config-reader.ts';
import { layerKinds, sharedCacheOf, type LayerKinds } from './layer-kinds.ts';

/** Counts and widths of the decoder, from the part of config.json that describes it. */
export function geometryOf(text: ConfigReader, tied: boolean, traits: Architecture): ModelGeometry {
  const layers = text.count('num_hidden_layers');
  const heads = text.count('num_attention_heads');
  const hiddenSize = text.count('hidden_size');
  const mla = mlaOf(text);
  const kinds = layerKinds(text, layers);
  const moe = moeOf(text, layers, traits, kinds);
  // positions begin after that of the padding
  const padded = traits.paddedPositions ? (text.optionalCount('pad_token_id') ?? 1) + 1 : 0;
  // of layers that are only a feed-forward network, those without experts are dense
  const dense = kinds.feedForward > 0 ? kinds.feedForward > kinds.experts : !moe || moe.withDense || moe.denseLayers;
  return {
    layers,
    heads,
    kvHeads: text.optionalCount('num_key_value_heads') ?? heads,
    headDim: mla ? mla.qkNopeHeadDim + mla.qkRopeHeadDim : headDimOf(text, hiddenSize, heads),
    hiddenSize,
    ...(dense && { intermediateSize: text.count(traits.feedForwardWidth ?? 'intermediate_size') }),
    vocabSize: text.count('vocab_size'),
    maxPositionEmbeddings: text.count('max_position_embeddings') - padded,
    tieWordEmbeddings: tied,
    ...optional('slidingWindow', slidingOf(text, kinds)),
    ...optional('globalAttention', globalOf(text)),
    ...optional('mla', mla),
    ...optional('moe', moe),
    ...optional('linearAttention', linearOf(text, kinds)),
    ...optional('mamba', mambaOf(text, kinds, hiddenSize)),
    ...(traits.encoderOnly && { encoderOnly: true as const }),
    ...(traits.crossAttentionKey !== undefined && { crossAttentionTokens: text.count(traits.crossAttentionKey) }),
    ...(kinds.feedForward > 0 && { feedForwardOnly: kinds.feedForward }),
    ...optional('sharedCache', sharedCacheOf(text, layers)),
    ...optional('perLayerInput', text.optionalCount('hidden_size_per_layer_input')),
  };
}

const optional = <T>(key: string, value: T | undefined) => (value === undefined ? {} : { [key]: value });

function headDimOf(text: ConfigReader, hiddenSize: number, heads: number): number {
  const given = text.optionalCount('head_dim');
  if (given !== undefined) return given;
  if (hiddenSize % heads !== 0)
    text.refuse('head_dim', 'head_dim is missing, and hidden_size is not a multiple of the heads.');
  return Math.floor(hiddenSize / heads);
}

function slidingOf(text: ConfigReader, { sliding }: LayerKinds): SlidingWindow | undefined {
  return sliding === 0 ? undefined : { size: text.count('sliding_window'), layers: sliding };
}

/** Gemma 4: full layers have heads of their own. */
function globalOf(text: ConfigReader): GlobalAttention | undefined {
  if (!text.has('global_head_dim')) return undefined;
  const sharedKeyValue = text.get('attention_k_eq_v') === true;
  return {
    kvHeads: text.optionalCount('num_global_key_value_heads') ?? text.count('num_key_value_heads'),
    headDim: text.count('global_head_dim'),
    ...(sharedKeyValue && { sharedKeyValue }),
  };
}

function mlaOf(text: ConfigReader): Mla | undefined {
  if (!text.has('kv_lora_rank')) return undefined;
  return {
    kvLoraRank: text.count('kv_lora_rank'),
    qkRopeHeadDim: text.count('qk_rope_head_dim'),
    qkNopeHeadDim: text.count('qk_nope_head_dim'),
    vHeadDim: text.count('v_head_dim'),
    ...optional('qLoraRank', text.optionalCount('q_lora_rank')),
  };
}

function moeOf(
  text: ConfigReader,
  layers: number,
  { expertWidth, feedForwardWidth }: Architecture,
  kinds: LayerKinds,
): Moe | undefined {
  const experts = text.optionalCount('num_experts', 'num_local_experts', 'n_routed_experts');
  if (experts === undefined || experts === 1) return undefined;
  const intermediateSize = text.count(expertWidth ?? 'moe_intermediate_size');
  const shared = text.optionalCount('n_shared_experts', 'num_shared_experts');
  const denseLayers = kinds.experts > 0 ? layers - kinds.experts : denseLayersOf(text, layers);
  return {
    experts,
    activeExperts: text.count('num_experts_per_tok', 'num_experts_per_token', 'experts_per_token', 'top_k_experts'),
    intermediateSize,
    ...optional(
      'sharedIntermediateSize',
      text.optionalCount(
        'shared_expert_intermediate_size',
        'moe_shared_expert_intermediate_size',
        ...(feedForwardWidth ? [feedForwardWidth] : []),
      ) ??
        (shared && shared * intermediateSize),
    ),
    ...(denseLayers > 0 && { denseLayers }),
    ...(text.get('enable_moe_block') === true && { withDense: true as const }),
  };
}

/** Layers without experts: the first ones (DeepSeek), every other (Qwen2 MoE, Jamba), or a list. */
function denseLayersOf(text: ConfigReader, layers: number): number {
  const first = text.optionalCount('first_k_dense_replace') ?? 0;
  const listed = text.list('mlp_only_layers')?.length ?? 0;
  const step = text.optionalCount('decoder_sparse_step', 'moe_layer_freq', 'expert_layer_period') ?? 1;
  const offset = text.has('expert_layer_period') ? (text.optionalCount('expert_layer_offset') ?? 0) : step - 1;
  const sparse = [...Array(layers).keys()].filter((layer) => layer >= first && (layer - offset) % step === 0).length;
  return layers - sparse + listed;
}

function linearOf(text: ConfigReader, { linear }: LayerKinds): LinearAttention | undefined {
  if (linear === 0) return undefined;
  return {
    layers: linear,
    keyHeads: text.count('linear_num_key_heads'),
    valueHeads: text.count('linear_num_value_heads'),
    keyHeadDim: text.count('linear_key_head_dim'),
    valueHeadDim: text.count('linear_value_head_dim'),
    convKernel: text.count('linear_conv_kernel_dim'),
    ...optional('stateDtype', stateDtypeOf(text)),
  };
}

function mambaOf(text: ConfigReader, { mamba }: LayerKinds, hiddenSize: number): Mamba | undefined {
  if (mamba === 0) return undefined;
  const heads = text.optionalCount('mamba_num_heads', 'mamba_n_heads');
  const stateDtype = stateDtypeOf(text);
  if (heads === undefined)
    return {
      layers: mamba,
      version: 1,
      innerSize: text.count('mamba_expand') * hiddenSize,
      stateSize: text.count('mamba_d_state'),
      convKernel: text.count('mamba_d_conv'),
      timeStepRank: text.get('mamba_dt_rank') === 'auto' ? Math.ceil(hiddenSize / 16) : text.count('mamba_dt_rank'),
      ...optional('stateDtype', stateDtype),
    };
  const width = text.get('mamba_d_head') === 'auto' ? undefined : text.optionalCount('mamba_head_dim', 'mamba_d_head');
  return {
    layers: mamba,
    version: 2,
    innerSize: width === undefined ? text.count('mamba_expand') * hiddenSize : heads * width,
    stateSize: text.count('ssm_state_size', 'mamba_d_state'),
    convKernel: text.count('conv_kernel', 'mamba_d_conv'),
    heads,
    groups: text.count('n_groups', 'mamba_n_groups'),
    ...(text.has('mamba_d_ssm') && { withAttention: true as const }),
    ...optional('stateDtype', stateDtype),
  };
}

/** Qwen3.5 and Nemotron-H name the type of the recurrent matrix. */
function stateDtypeOf(text: ConfigReader): Mamba['stateDtype'] {
  const named = text.text('mamba_ssm_dtype') ?? text.text('mamba_ssm_cache_dtype');
  return (['float32', 'float16', 'bfloat16'] as const).find((dtype) => dtype === named);
}
