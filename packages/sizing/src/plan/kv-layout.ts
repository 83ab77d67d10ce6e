import type { PlanContext } from './plan-context.ts';

/** How keys and values lie in the cache of one GPU. All layers of a group share their blocks. */
export interface KvLayout {
  /** Bytes of one block over all layers that it serves. */
  readonly blockBytes: number;
  /** Tokens in a block of a full layer. */
  readonly blockTokens: number;
  readonly fullGroups: number;
  readonly slidingGroups: number;
  readonly window: number;
  readonly recurrentGroups: number;
  /** Blocks that a request holds per group of recurrent layers. */
  readonly statesPerRequest: number;
  /** Bytes that one more token of context takes, where it is long. */
  readonly bytesPerToken: number;
}

/** vllm.md section 6: pages, groups of a common page size, blocks that all groups share. */
export function kvLayout(context: PlanContext): KvLayout {
  const { model, settings, behaviour, release } = context;
  const { tensorParallel: tp, pipelineParallel: pp, kvBytes, blockSize } = settings;
  const heads = Math.max(1, model.kvHeads / tp);
  const perToken = model.mla ? mlaBytes(model.mla.width, settings) : 2 * heads * model.headDim * kvBytes;
  const perFullToken =
    model.fullWidth === undefined ? perToken : model.fullWidth * Math.max(1 / model.kvHeads, 1 / tp) * kvBytes;
  const recurrent = Math.ceil((model.recurrent?.layers ?? 0) / pp);
  const slides = behaviour.hybridCache && model.sliding !== undefined && model.sliding.layers > 0;
  const sliding = slides ? Math.ceil(model.sliding!.layers / pp) : 0;
  const full = Math.max(0, Math.ceil(model.layers / pp) - recurrent - sliding);
  const pageToken = Math.max(perToken, full > 0 ? perFullToken : 0);

  const state = recurrent > 0 ? model.recurrent!.stateBytes / tp : 0;
  const blockTokens = state > 0 ? Math.ceil(state / (pageToken * blockSize)) * blockSize : blockSize;
  const page = pageToken * blockTokens;
  const group = groupSize(full, sliding, recurrent);
  const fullGroups = Math.ceil(full / group);
  return {
    blockBytes: group * page,
    blockTokens,
    fullGroups,
    slidingGroups: Math.ceil(sliding / group),
    window: model.sliding?.size ?? 0,
    recurrentGroups: Math.ceil(recurrent / group),
    statesPerRequest: release >= 29_000 ? 2 : 1,
    bytesPerToken: (group * page * Math.max(fullGroups, fullGroups === 0 && sliding > 0 ? 1 : 0)) / blockTokens,
  };
}

/** The latent is on every shard, whole; DeepSeek's own fp8 layout takes 656 bytes a token. */
function mlaBytes(width: number, { kvDtype, kvBytes }: PlanContext['settings']): number {
  return kvDtype === 'fp8_ds_mla' ? 656 : width * kvBytes;
}

/** kv_cache_utils.py, _get_kv_cache_groups_uniform_page_size: the least count, or the greatest if that is near. */
function groupSize(full: number, sliding: number, recurrent: number): number {
  const least = Math.min(full || Infinity, sliding || Infinity, recurrent || Infinity);
  const most = Math.max(full, sliding, recurrent);
  return most < 1.25 * least ? most : least;
}

/** Blocks that one request of a length holds. */
export function blocksForRequest(layout: KvLayout, tokens: number, batchedTokens: number): number {
  const { blockTokens, fullGroups, slidingGroups, window, recurrentGroups, statesPerRequest } = layout;
  const held = Math.min(window - 1 + batchedTokens, tokens);
  return (
    fullGroups * Math.ceil(tokens / blockTokens) +
    slidingGroups * (Math.ceil(held / blockTokens) + 1) +
    recurrentGroups * statesPerRequest
  );
}
