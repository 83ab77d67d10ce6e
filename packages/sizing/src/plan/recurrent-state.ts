import type { ModelGeometry } from '../catalog-types.ts';
import type { PlanContext } from './plan-context.ts';
import { versionNumber } from './versions.ts';

/** A layer that keeps a state of fixed size for each request, in elements. */
export interface RecurrentState {
  readonly kind: 'gated-delta-net' | 'mamba1' | 'mamba2';
  readonly layers: number;
  /** Inputs of the convolution that are kept are as wide as this. */
  readonly convolution: number;
  /** The part of it that belongs to groups of heads, of Mamba-2. */
  readonly groups?: { readonly count: number; readonly width: number };
  readonly kernel: number;
  /** The recurrent matrix. */
  readonly matrix: number;
  /** Bytes per element of the matrix, by config.json or the class; left out: as the model. */
  readonly matrixBytes?: 2 | 4;
  /** Its layers attend too. */
  readonly withAttention?: true;
}

type Layers = Pick<ModelGeometry, 'linearAttention' | 'mamba'>;

/** mamba_utils.py, gated_delta_net_state_shape, mamba1_state_shape and mamba2_state_shape. */
export function recurrentStateOf(
  { linearAttention: linear, mamba }: Layers,
  architecture: string | undefined,
): RecurrentState | undefined {
  if (linear) {
    // Qwen3-Next says nothing, and keeps the state in the model's type; Qwen3.5 and later say float32 (mamba_ssm_dtype)
    const bytes = stateTypeBytes(linear.stateDtype) ?? (architecture === 'Qwen3NextForCausalLM' ? undefined : 4);
    return {
      kind: 'gated-delta-net',
      layers: linear.layers,
      convolution: 2 * linear.keyHeads * linear.keyHeadDim + linear.valueHeads * linear.valueHeadDim,
      kernel: linear.convKernel,
      matrix: linear.valueHeads * linear.valueHeadDim * linear.keyHeadDim,
      ...(bytes && { matrixBytes: bytes }),
    };
  }
  if (!mamba) return undefined;
  const { layers, version, innerSize, stateSize, convKernel, groups = 0 } = mamba;
  // Nemotron-H without a type: float16 to 0.2x, float32 later (models/config.py); the larger one holds less
  const bytes = stateTypeBytes(mamba.stateDtype) ?? (architecture === 'NemotronHForCausalLM' ? 4 : undefined);
  return {
    kind: version === 1 ? 'mamba1' : 'mamba2',
    layers,
    convolution: innerSize + 2 * groups * stateSize,
    ...(groups > 0 && { groups: { count: groups, width: 2 * stateSize } }),
    kernel: convKernel,
    matrix: innerSize * stateSize,
    ...(bytes && { matrixBytes: bytes }),
    ...(mamba.withAttention && { withAttention: true as const }),
  };
}

function stateTypeBytes(type: string | undefined): 2 | 4 | undefined {
  return type === undefined ? undefined : type === 'float32' ? 4 : 2;
}

/**
 * Bytes of one state on one GPU. A draft's tokens have rows in the convolution too. Groups that shards do not divide are
 * replicated (extra_groups_for_head_shards). Qwen3.8-27B on 0.26.0: 184 states in 8.82 GiB / 16 layers a pool (C041);
 * Qwen3-Next on 0.10.2, two shards, 16-bit: 544 tokens a page (N031).
 */
export function stateBytes(
  state: RecurrentState,
  { tensorParallel: tp, dtypeBytes, ...settings }: StateSettings,
): number {
  const { groups } = state;
  const extra = groups && groups.count % tp !== 0 ? (tp - groups.count) * groups.width : 0;
  const rows = state.kernel - 1 + (settings.speculative?.tokens ?? 0);
  const matrixBytes = settings.stateBytes ?? state.matrixBytes ?? dtypeBytes;
  return (rows * (state.convolution + extra) * dtypeBytes + state.matrix * matrixBytes) / tp;
}

type StateSettings = PlanContext['settings'];

const PREFIX_CACHED = versionNumber('0.28.0');
const MAMBA2_CHECKPOINTS = versionNumber('0.32.0');
const CHECKPOINTS = versionNumber('0.33.0');
const ALIGNED = versionNumber('0.17.0');

/**
 * States that a request holds in each layer (kv_cache_interface.py, MambaSpec.max_memory_usage_bytes); 'all': one per
 * block. Prefix caching keeps one more, and is on by default for hybrids from 0.28 (engine/arg_utils.py). A draft has one per
 * token. A block at the end of a prefill: Mamba-2 from 0.32, Gated DeltaNet from 0.33.
 */
export function statesPerRequest({ model, settings, release }: PlanContext): number | 'all' {
  const { prefixCaching = release >= PREFIX_CACHED, stateMode, speculative } = settings;
  const drafted = speculative?.tokens ?? 0;
  if (!prefixCaching) return 1 + drafted;
  // up to 0.27, Mamba-2 models that can do so keep all (models/config.py, MambaModelConfig)
  const keepsAll = release < PREFIX_CACHED && model.recurrent!.kind === 'mamba2' && release >= ALIGNED;
  if (stateMode === 'all' ? release < CHECKPOINTS && model.recurrent!.kind === 'mamba2' : keepsAll && !stateMode)
    return 'all';
  const checkpoints = release >= (model.recurrent!.kind === 'mamba2' ? MAMBA2_CHECKPOINTS : CHECKPOINTS) ? 1 : 0;
  return 2 + drafted + checkpoints;
}
