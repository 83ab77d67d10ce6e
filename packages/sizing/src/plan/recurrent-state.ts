import type { ModelGeometry } from '../catalog-types.ts';

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
