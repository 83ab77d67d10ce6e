import type { PlanContext } from './plan-context.ts';
import type { RecurrentState } from './recurrent-state.ts';
import { versionNumber } from './versions.ts';

/**
 * Bytes of one state on one GPU. A draft's tokens have rows in the convolution too. Groups that shards do not divide are
 * replicated (extra_groups_for_head_shards). Qwen3.8-27B on 0.26.0: 184 states in 8.82 GiB / 16 layers a pool (C041);
 * Qwen3-Next on 0.10.2, two shards, 16-bit: 544 tokens a page (N031).
 */
export function stateBytes(
  state: RecurrentState,
  { tensorParallel: tp, dtypeBytes, ...settings }: PlanContext['settings'],
): number {
  const { groups } = state;
  const extra = groups && groups.count % tp !== 0 ? Math.max(0, tp - groups.count) * groups.width : 0;
  const rows = state.kernel - 1 + (settings.speculative?.tokens ?? 0);
  const matrixBytes = settings.stateBytes ?? state.matrixBytes ?? dtypeBytes;
  return (rows * (state.convolution + extra) * dtypeBytes + state.matrix * matrixBytes) / tp;
}

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
