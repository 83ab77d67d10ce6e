import type { PlanContext } from './plan-context.ts';
import { stateBytes, statesPerRequest } from './recurrent-state.ts';
import { versionNumber } from './versions.ts';

/** How keys and values lie in the cache of one GPU. All layers of a group share their blocks, and all groups the pool. */
export interface KvLayout {
  /** Bytes of one block over all layers that it serves. */
  readonly blockBytes: number;
  /** Tokens in the smallest block. */
  readonly blockTokens: number;
  readonly groups: readonly KvGroups[];
  /** Tokens that a sliding layer keeps of a request. */
  readonly windowTokens: number;
  /** Blocks that vLLM keeps back of the cache when it checks a request. */
  readonly reservedBlocks: number;
  /** Bytes that one more token of context takes, where it is long. */
  readonly bytesPerToken: number;
}

/** Groups of one form. */
interface KvGroups {
  /** What they keep of a request: everything, a window, or states. */
  readonly keep: 'all' | 'window' | 'states';
  readonly count: number;
  /** Tokens in one of their blocks. */
  readonly blockTokens: number;
  /** Blocks that a request holds whatever its length, in each group. */
  readonly states: number;
}

/** Layers of one form. */
interface LayerKind {
  readonly keep: KvGroups['keep'];
  readonly layers: number;
  /** Bytes of a token in one layer; of states, that of the page that they share with attention. */
  readonly tokenBytes: number;
}

const GROUPS_NEAR = versionNumber('0.12.0');
const GROUPS_NEARER = versionNumber('0.18.0');
const RESERVED = versionNumber('0.29.0');

/**
 * v1/core/kv_cache_utils.py, get_kv_cache_groups (kv_cache_planning.py from 0.33): groups of a common page size, whose blocks
 * all groups share. Layers with smaller pages get longer blocks (unify_kv_cache_spec_page_size). Where every layer keeps the
 * same tokens there is one group, and each layer has its own page.
 */
export function kvLayout(context: PlanContext): KvLayout {
  const { release, settings, model } = context;
  const common = {
    windowTokens: (model.sliding?.size ?? 0) - 1 + settings.inFlightTokens,
    reservedBlocks: release >= RESERVED ? 1 : 0,
  };
  const blockTokens = blockTokensOf(context);
  if (isPlain(context)) {
    const bytesPerToken = Math.ceil(model.layers / settings.pipelineParallel) * attentionBytes(context);
    return {
      ...common,
      blockBytes: bytesPerToken * blockTokens,
      blockTokens,
      groups: plainGroups(blockTokens),
      bytesPerToken,
    };
  }
  const kinds = layerKinds(context).filter(({ layers }) => layers > 0);
  if (kinds.every(({ keep }) => keep === kinds[0]!.keep)) {
    const bytesPerToken = kinds.reduce((sum, { layers, tokenBytes }) => sum + layers * tokenBytes, 0);
    const groups = kinds.slice(0, 1).map(({ keep }) => ({ keep, count: 1, blockTokens, states: 0 }));
    return { ...common, blockBytes: bytesPerToken * blockTokens, blockTokens, groups, bytesPerToken };
  }
  const page = blockTokens * Math.max(...kinds.map(({ tokenBytes }) => tokenBytes));
  const unified = merged(kinds.map((kind) => ({ ...kind, blockTokens: unifiedBlock(page, kind, blockTokens) })));
  const size = groupSize(
    unified.map(({ layers }) => layers),
    release,
  );
  const states = model.recurrent ? statesPerRequest(context) : 0;
  const groups = unified.map(({ keep, layers, blockTokens: tokens }): KvGroups => {
    const all = keep === 'states' && states === 'all';
    return {
      keep: all ? 'all' : keep,
      count: Math.ceil(layers / size),
      blockTokens: tokens,
      states: keep !== 'states' ? 0 : all ? (settings.speculative?.tokens ?? 0) : (states as number),
    };
  });
  const growing = groups.some(({ keep }) => keep === 'all') ? 'all' : 'window';
  return {
    ...common,
    blockBytes: size * page,
    blockTokens: Math.min(...groups.map((group) => group.blockTokens)),
    groups,
    bytesPerToken: groups
      .filter(({ keep }) => keep === growing)
      .reduce((sum, group) => sum + (size * page * group.count) / group.blockTokens, 0),
  };
}

/** Every layer is like the others: most models, and the fast way. */
function isPlain({ model, settings }: PlanContext): boolean {
  const { recurrent, sliding, globalAttention, feedForwardOnly, sharedCache } = model;
  return !(recurrent || sliding || globalAttention || feedForwardOnly || sharedCache || settings.speculative);
}

const plainGroups = (blockTokens: number): KvGroups[] => [{ keep: 'all', count: 1, blockTokens, states: 0 }];

/** The layers of one GPU by form; those that a draft adds see everything. */
function layerKinds(context: PlanContext): LayerKind[] {
  const { model, settings, behaviour } = context;
  const { pipelineParallel: pp, tensorParallel: tp, kvBytes, speculative } = settings;
  const tokenBytes = attentionBytes(context);
  const global = model.globalAttention;
  const globalBytes = global ? 2 * Math.max(1, global.kvHeads / tp) * global.headDim * kvBytes : tokenBytes;
  const recurrent = Math.ceil((model.recurrent?.layers ?? 0) / pp);
  const shared = model.sharedCache ?? { layers: 0, sliding: 0 };
  const slides = behaviour.hybridCache && !settings.wholeContexts;
  const sliding = slides && model.sliding ? Math.ceil((model.sliding.layers - shared.sliding) / pp) : 0;
  const cached = Math.ceil((model.layers - (model.feedForwardOnly ?? 0) - shared.layers) / pp);
  const full = Math.max(0, cached - (model.recurrent?.withAttention ? 0 : recurrent) - sliding);
  const slidingAsFull =
    model.sliding && sliding === 0 && global ? Math.ceil((model.sliding.layers - shared.sliding) / pp) : 0;
  return [
    { keep: 'all', layers: full - slidingAsFull, tokenBytes: globalBytes },
    { keep: 'all', layers: slidingAsFull, tokenBytes },
    { keep: 'window', layers: sliding, tokenBytes },
    { keep: 'states', layers: recurrent, tokenBytes },
    ...(speculative?.draftLayers ?? []).map(({ layers, kvHeads, headDim }): LayerKind => ({
      keep: 'all',
      layers,
      tokenBytes: kvHeads === undefined ? globalBytes : 2 * Math.max(1, kvHeads / tp) * headDim! * kvBytes,
    })),
  ];
}

/** Bytes of a token in one layer of attention. The latent of MLA is on every shard, whole; DeepSeek's own fp8 layout takes 656. */
function attentionBytes({ model, settings }: PlanContext): number {
  const { tensorParallel: tp, kvBytes, kvDtype } = settings;
  if (!model.mla) return 2 * Math.max(1, model.kvHeads / tp) * model.headDim * kvBytes;
  return kvDtype === 'fp8_ds_mla' ? 656 : model.mla.width * kvBytes;
}

/** Blocks of attention grow until one holds a state (platforms/interface.py, _align_hybrid_block_size; models/config.py before 0.19). */
function blockTokensOf(context: PlanContext): number {
  const { model, settings } = context;
  if (!model.recurrent) return settings.blockSize;
  const bytes = attentionBytes(context) * settings.blockSize;
  return Math.max(1, Math.ceil(stateBytes(model.recurrent, settings) / bytes)) * settings.blockSize;
}

/** A page that does not divide the greatest is padded, from 0.24 (before, vLLM does not start). */
function unifiedBlock(page: number, { keep, tokenBytes }: LayerKind, blockTokens: number): number {
  const own = tokenBytes * blockTokens;
  return keep === 'states' || page % own !== 0 ? blockTokens : blockTokens * (page / own);
}

function merged<Kind extends LayerKind & { blockTokens: number }>(kinds: readonly Kind[]): Kind[] {
  const found = new Map<string, Kind>();
  for (const kind of kinds) {
    const key = `${kind.keep} ${kind.tokenBytes}`;
    const same = found.get(key);
    found.set(key, same ? { ...same, layers: same.layers + kind.layers } : kind);
  }
  return [...found.values()];
}

/** _get_kv_cache_groups_uniform_page_size: the least count, or from 0.12 the greatest if that is near (1.25 x, 1.5 x from 0.18). */
function groupSize(layers: readonly number[], release: number): number {
  const [least, most] = [Math.min(...layers), Math.max(...layers)];
  const near = release >= GROUPS_NEARER ? 1.5 : release >= GROUPS_NEAR ? 1.25 : 1;
  return most < near * least ? most : least;
}

/** Blocks that one request of a length holds. */
export function blocksForRequest({ groups, windowTokens }: KvLayout, tokens: number): number {
  return groups.reduce((sum, { keep, count, blockTokens, states }) => {
    if (keep === 'all') return sum + count * (Math.ceil(tokens / blockTokens) + states);
    if (keep === 'states') return sum + count * states;
    return sum + count * (Math.ceil(Math.min(windowTokens, tokens) / blockTokens) + 1);
  }, 0);
}
